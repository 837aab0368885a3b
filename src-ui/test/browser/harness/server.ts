import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const checkout = join(import.meta.dirname, '../../../..')
const START_LIMIT_MS = 90_000

/**
 * The packaged server with folders of its own under target/browser and the practice upstream as its only one. `STUDIO_JAVA`
 * and `STUDIO_APP` name the JVM and the folder of the built server, `STUDIO_EXECUTABLE` a native one that is started instead.
 */
export class StudioServer {
  readonly password = 'a quiet harbour'
  readonly folder: string
  private process: ChildProcess | undefined

  private constructor(
    name: string,
    private readonly port: number,
    private readonly settings: Record<string, string>,
  ) {
    mkdirSync(join(checkout, 'target/browser'), { recursive: true })
    this.folder = mkdtempSync(join(checkout, 'target/browser', `${name}-`))
    mkdirSync(join(this.folder, 'config'))
    writeFileSync(join(this.folder, 'config/app.config.json'), this.config(), { mode: 0o600 })
  }

  static async start(name: string, settings: Record<string, string> = {}): Promise<StudioServer> {
    const server = new StudioServer(name, await freePort(), settings)
    await server.start()
    return server
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** Starts, or starts again on the same port and folders. */
  async start(): Promise<void> {
    const [program, ...words] = commandLine()
    this.process = spawn(program, words, {
      cwd: this.folder,
      env: {
        ...process.env,
        PORT: String(this.port),
        STUDIO_CONFIG_FILE: join(this.folder, 'config/app.config.json'),
        STUDIO_DATA_DIR: join(this.folder, 'data'),
        STUDIO_GALLERY_DIR: join(this.folder, 'gallery'),
        STUDIO_SANDBOX: 'true',
        ...this.settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const console = createWriteStream(join(this.folder, 'console.log'), { flags: 'a' })
    this.process.stdout?.pipe(console)
    this.process.stderr?.pipe(console)
    const end = Date.now() + START_LIMIT_MS
    while (Date.now() < end && this.process.exitCode === null) {
      const ready = await fetch(`${this.address}/q/health/ready`).catch(() => null)
      if (ready?.ok) return
      await pause(100)
    }
    throw new Error(`The server did not start; see ${join(this.folder, 'console.log')}`)
  }

  /** Ends it as a service manager does. */
  async stop(): Promise<void> {
    const running = this.process
    if (!running || running.exitCode !== null) return
    const ended = once(running, 'exit')
    running.kill('SIGTERM')
    const hard = setTimeout(() => running.kill('SIGKILL'), 20_000)
    await ended
    clearTimeout(hard)
  }

  /** A signed-in client of the API, for what a test prepares or checks behind the page's back. */
  async client(): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
    const { token } = await this.session()
    return (path, init) =>
      fetch(this.address + path, {
        ...init,
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}`, ...init?.headers },
      })
  }

  /** The session of a sign-in that has just been made: its token, and its cookie as the browser keeps it. */
  async session(): Promise<{ token: string; cookie: { name: string; value: string } }> {
    const answer = await this.login()
    const [name = '', value = ''] = (answer.headers.get('Set-Cookie') ?? '').split(/[=;]/, 2)
    return { ...((await answer.json()) as { token: string }), cookie: { name, value } }
  }

  private async login(): Promise<Response> {
    const answer = await fetch(`${this.address}/api/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ password: this.password }),
    })
    if (!answer.ok) throw new Error(`Signing in was answered ${answer.status}`)
    return answer
  }

  private config(): string {
    return JSON.stringify({
      auth: {
        password: this.password,
        jwtSecret: 'w4Yt9KqLz2NvX8sDf6HgJb3McRe7PuA1-browser',
        tokenExpiresIn: '12h',
      },
      apiConfigs: [
        {
          id: 'practice',
          label: 'Practice',
          endpoint: `${this.address}/sandbox/v1`,
          model: 'sandbox-sketch',
          apiKey: 'sandbox:',
        },
      ],
      defaultApiConfigId: 'practice',
      templates: [
        {
          id: 'lake',
          title: 'Lake',
          prompt: 'A quiet lake at dawn, watercolour, soft edges',
          description: 'Calm',
        },
        { id: 'city', title: '霓虹城市', prompt: '霓虹雨夜的赛博朋克城市，电影光影', description: '夜景' },
      ],
    })
  }
}

function commandLine(): [string, ...string[]] {
  const executable = process.env.STUDIO_EXECUTABLE
  if (executable) return [executable, '-Xmx256m']
  const app = process.env.STUDIO_APP ?? join(checkout, 'target/quarkus-app')
  const flags = ['-Xmx256m', '-XX:TieredStopAtLevel=1', '--enable-native-access=ALL-UNNAMED']
  return [process.env.STUDIO_JAVA ?? 'java', ...flags, '-jar', join(app, 'quarkus-run.jar')]
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
