import http from 'node:http';
import https from 'node:https';
import { type Duplex } from 'node:stream';

/**
 * A connection for one request, which remembers whether it ever became ready to carry a byte.
 *
 * A kept-alive connection may be closed by the server at the very moment of a POST; whether that POST arrived could
 * not be told. A fresh one has no such race, and a failure while it is being set up proves that nothing was sent.
 */
export interface FreshConnection {
  readonly agent: http.Agent;
  /** Connections were tried through this agent and none became ready. `false` also when a proxy's agent took over. */
  neverReady(): boolean;
  close(): void;
}

export function freshConnection(protocol: string): FreshConnection {
  let opened = 0;
  let ready = 0;
  const watch = (event: 'connect' | 'secureConnect', socket: Duplex | null | undefined) => {
    opened += 1;
    socket?.once(event, () => (ready += 1));
    return socket;
  };
  const options = { keepAlive: false };
  class PlainAgent extends http.Agent {
    override createConnection(...args: Parameters<http.Agent['createConnection']>) {
      return watch('connect', super.createConnection(...args));
    }
  }
  class SecureAgent extends https.Agent {
    override createConnection(...args: Parameters<https.Agent['createConnection']>) {
      return watch('secureConnect', super.createConnection(...args));
    }
  }
  const agent = protocol === 'https:' ? new SecureAgent(options) : new PlainAgent(options);
  return { agent, neverReady: () => opened > 0 && ready === 0, close: () => agent.destroy() };
}
