import { paidHandler } from './paid-handler.mjs';

let handler;

export default {
  fetch(request, env, context) {
    handler ??= paidHandler(env.KEY, env.URL);
    return handler(request, env, context);
  },
};
