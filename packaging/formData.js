// Node's own class, in place of the one that node-fetch brings along. Nothing here sends a form with parts.
exports.FormData = FormData;
exports.formDataToBlob = () => {
  throw new TypeError("Forms with parts are not supported.");
};
exports.__esModule = true;
