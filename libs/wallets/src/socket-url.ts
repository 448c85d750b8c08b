/** The address of a web socket below the address of a wallet: `https` becomes `wss`, `http` becomes `ws`. */
export function socketUrl(base: URL, path: string): URL {
  const url = new URL(base.href);
  url.protocol = base.protocol === 'https:' ? 'wss:' : 'ws:';
  url.pathname = `${base.pathname.replace(/\/+$/, '')}${path}`;
  return url;
}
