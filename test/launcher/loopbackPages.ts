import http from 'node:http';
import { type AddressInfo } from 'node:net';

/**
 * code-server leads links to loopback pages through `/proxy/<port>/` of its wrapper, which its bare server does not
 * have. Server and browser share the machine here, so this sends each such link on to the page itself.
 */
export interface LoopbackPages {
  /** For `VSCODE_PROXY_URI`. */
  readonly template: string;
  close(): void;
}

export async function startLoopbackPages(): Promise<LoopbackPages> {
  const server = http.createServer((request, response) => {
    const found = /^\/(\d{1,5})(\/.*)?$/.exec(request.url ?? '');
    const target = found && `http://127.0.0.1:${found[1]}${found[2] ?? '/'}`;
    if (target) response.writeHead(307, { Location: target });
    else response.writeHead(404);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    template: `http://127.0.0.1:${port}/{{port}}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
