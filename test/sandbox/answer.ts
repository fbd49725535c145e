/** What goes back on the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function json(value: unknown, status = 200): Answer {
  return { status, headers: { "Content-Type": "application/json;charset=UTF-8" }, body: JSON.stringify(value) };
}

export function html(status: number, title: string): Answer {
  const body = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return { status, headers: { "Content-Type": "text/html;charset=UTF-8" }, body };
}

/** A request that the server refuses: an HTTP status and Workfront's `error` object. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }

  get answer(): Answer {
    return json({ error: { ...this.details, message: this.message } }, this.status);
  }
}

/** 422, "request contains invalid data" in Adobe's OpenAPI for v19.0. Whether a tenant answers 400 is not known. */
export function invalid(message: string): Refusal {
  return new Refusal(422, message, { class: "java.lang.IllegalArgumentException" });
}

/** The message that the API's object page shows for a field name that is unknown or in the wrong case. */
export function unsupportedField(model: string, field: string, objectName: string): Refusal {
  return invalid(`APIModel ${model} does not support field ${field} (${objectName})`);
}

export function unauthenticated(message: string): Refusal {
  return new Refusal(401, message, { class: "com.attask.common.AuthenticationException" });
}

export function forbidden(message: string): Refusal {
  return new Refusal(403, message);
}

export function notFound(objectName: string, ids: string): Refusal {
  return new Refusal(404, `${objectName} with primary key value(s) "${ids}" not found`);
}

/** A rule of the business, in the long form that the official client's fixtures show. */
export function ruleBroken(message: string): Refusal {
  return new Refusal(422, message, { title: null, msgKey: "exception.attask", attributes: [""], code: 0 });
}
