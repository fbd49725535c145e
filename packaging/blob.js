// Node's own classes, in place of those that node-fetch brings along for versions of Node without them.
exports.default = Blob;
exports.Blob = Blob;
exports.File = File;
exports.__esModule = true;
