import { defineKinds } from './define-kinds.js';
import { Problem } from './problem.js';

/** The kinds about a request that cannot be read as HTTP, so that no route is asked. */
export const unreadKinds = defineKinds({
  malformed_request: {
    status: 400,
    title: 'The request is not HTTP as it should be',
    text: 'The request line, a header or the length of the body breaks the rules of HTTP/1.1, or the header `Host` is missing. A client library writes all of these; look at what stands between it and this server.',
  },
  request_timeout: {
    status: 408,
    title: 'The request did not arrive in time',
    text: 'The head or the body did not arrive whole in the time that a request may take. Nothing was done. Send the request again on a new connection.',
  },
  expectation_failed: {
    status: 417,
    title: 'The expectation cannot be met',
    text: 'The header `Expect` asks for something other than `100-continue`. Leave the header out.',
  },
  headers_too_large: {
    status: 431,
    title: 'The headers are too large',
    text: 'The request line and all headers together may hold 16 KiB. Send fewer or shorter ones; a credential has at most 8 KiB.',
  },
});

/** What came breaks the rules of HTTP; `detail` says which, where that is known. */
export class MalformedRequest extends Problem {
  constructor(detail = 'The request could not be read.') {
    super(unreadKinds.malformed_request, detail);
  }
}

/** The request did not arrive whole in the time that it may take. */
export class RequestTimeout extends Problem {
  constructor() {
    super(unreadKinds.request_timeout, 'The request did not arrive in time.');
  }
}

/** `Expect` asks for what we do not know (RFC 9110 section 10.1.1). */
export class ExpectationFailed extends Problem {
  constructor() {
    super(unreadKinds.expectation_failed, 'Only the expectation 100-continue is known.');
  }
}

/** The head of the request is over its bound. */
export class HeadersTooLarge extends Problem {
  constructor() {
    super(unreadKinds.headers_too_large, 'The headers are too large.');
  }
}
