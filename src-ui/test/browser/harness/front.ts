import {
  createServer,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

/** A proxy before the server, as many have one. It can bring a newer version of the page, by another service worker. */
export class Front {
  private newer = false

  private constructor(
    private readonly target: string,
    private readonly server: Server,
  ) {}

  static async before(target: string): Promise<Front> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const front = new Front(target, server)
    server.on('request', (from: IncomingMessage, to: ServerResponse) => front.pass(from, to))
    return front
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  /** Which version of the page is served from now on: a newer one does not know the scripts of the present one. */
  bring(version: 'present' | 'newer'): void {
    this.newer = version === 'newer'
  }

  private pass(from: IncomingMessage, to: ServerResponse): void {
    const isWorker = this.newer && from.url?.endsWith('/sw.js')
    const headers = isWorker ? plain(from.headers) : from.headers
    const onward = request(this.target + from.url, { method: from.method, headers }, (answer) => {
      if (isWorker) return void renew(answer, to)
      to.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(to)
    })
    onward.on('error', () => to.destroy())
    to.on('close', () => onward.destroy())
    from.pipe(onward)
  }

  async close(): Promise<void> {
    this.server.closeAllConnections()
    this.server.close()
    await once(this.server, 'close')
  }
}

/** Asks for the whole text, whatever the browser has of it. */
function plain(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { 'if-none-match': _tag, 'if-modified-since': _time, ...others } = headers
  return { ...others, 'accept-encoding': 'identity' }
}

/** The worker of a build in which every script has another name. */
async function renew(answer: IncomingMessage, to: ServerResponse): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of answer) parts.push(part as Buffer)
  const script = Buffer.concat(parts)
    .toString()
    .replace(/VERSION = '\w+'/, "VERSION = 'newer'")
    .replace(/"assets\/[^"]+\.js",?/g, '')
  const { 'content-length': _length, etag: _tag, ...headers } = answer.headers
  to.writeHead(answer.statusCode ?? 502, headers)
  to.end(script)
}
