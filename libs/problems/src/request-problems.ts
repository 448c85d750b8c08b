import { defineKinds } from './define-kinds.js';
import { Problem } from './problem.js';

/** The kinds about the request itself, before anything of ours is asked. */
export const requestKinds = defineKinds({
  malformed_json: {
    status: 400,
    title: 'The body is not a JSON object',
    text: 'The body could not be read as UTF-8 JSON, or it is JSON but not an object. Send one JSON object, for example {"resource": "/a", "priceSats": 10}.',
  },
  validation_failed: {
    status: 400,
    title: 'A member is missing or wrong',
    text: 'At least one member of the body, the path, the query or a header is missing or outside its bounds. `errors` names each with what is expected of it. Correct them; the same request will fail again.',
  },
  invalid_status_filter: {
    status: 400,
    title: 'Unknown status filter',
    text: 'The list of challenges can be narrowed to `paid`, `unpaid` or `expired`. Use one of these, or leave `status` out.',
  },
  path_refused: {
    status: 400,
    title: 'The path cannot be sold',
    text: 'The path reads differently to different servers (an encoded slash, a dot segment, a control character and the like), so a payment for it could open something else. Nothing was charged. Ask for the plain form of the path.',
  },
  endpoint_exists: {
    status: 400,
    title: 'The endpoint exists already',
    text: 'This proxy already has an endpoint with that id. Change the existing one, or choose another id.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    text: 'There is nothing at this address for this merchant in this mode. A test key sees only what was made in test mode, a live key only what was made in live mode.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    text: 'The address exists, but not for this HTTP method. The header `Allow` lists the methods it takes.',
  },
  payload_too_large: {
    status: 413,
    title: 'The body is too large',
    text: 'A body may hold 64 KiB. Send less.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body is not JSON',
    text: 'Bodies are read as JSON only. Send the header `Content-Type: application/json`.',
  },
});

/** The body is not UTF-8, not JSON, or not a JSON object. */
export class MalformedJson extends Problem {
  constructor(detail = 'The body must be one JSON object in UTF-8.') {
    super(requestKinds.malformed_json, detail);
  }
}

/**
 * Members that are missing or wrong: for each name the sentences that say what is expected, never the value sent.
 * Detail is the first sentence, since many clients show nothing else.
 */
export class ValidationFailed extends Problem {
  constructor(errors: Readonly<Record<string, readonly string[]>>) {
    const first = Object.values(errors)[0]?.[0];
    super(requestKinds.validation_failed, first ?? 'A member is missing or wrong.', { members: { errors } });
  }
}

/** The list of challenges was asked for a status that does not exist. */
export class InvalidStatusFilter extends Problem {
  constructor() {
    super(requestKinds.invalid_status_filter, 'status must be one of: paid, unpaid, expired.');
  }
}

/** A path that two servers could read differently, so that nothing is sold under it. */
export class PathRefused extends Problem {
  constructor(detail = 'This path has no single meaning and cannot be paid for.') {
    super(requestKinds.path_refused, detail);
  }
}

/** A proxy has an endpoint of this id. */
export class EndpointExists extends Problem {
  constructor(endpointId: string) {
    super(requestKinds.endpoint_exists, `Endpoint with ID '${endpointId}' already exists`);
  }
}

/** Nothing such for this merchant and mode; `what` names the kind of thing, as in "Challenge". */
export class NotFound extends Problem {
  constructor(what?: string) {
    super(requestKinds.not_found, what === undefined ? 'Nothing is found here.' : `${what} not found.`);
  }
}

/**
 * The address exists for other methods only, or for none; they go into `Allow`, which RFC 9110 section 15.5.6 requires even
 * where it is empty.
 */
export class MethodNotAllowed extends Problem {
  constructor(allow: readonly string[]) {
    const methods = allow.join(', ');
    const detail = methods === '' ? 'No address takes this method.' : `This address takes ${methods}.`;
    super(requestKinds.method_not_allowed, detail, { headers: { allow: methods } });
  }
}

/** The body is over its bound. */
export class PayloadTooLarge extends Problem {
  constructor(maxBytes?: number) {
    super(
      requestKinds.payload_too_large,
      maxBytes === undefined ? 'The body is too large.' : `The body may hold ${maxBytes} bytes.`,
    );
  }
}

/** The body is of a content type that is not read. */
export class UnsupportedMediaType extends Problem {
  constructor(detail = 'The body must be sent as application/json.') {
    super(requestKinds.unsupported_media_type, detail);
  }
}
