import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { performance } from 'node:perf_hooks'
import type { PracticeRules } from '../options'
import type { Random } from '../world/random'
import type { World } from '../world/world'
import { basicAuth, type Credentials } from './auth'
import { NotFound, type Answer, type RequestContext } from './context'
import { errorAnswer, statusBody } from './exchange'
import type { Fault, Faults } from './faults'
import { Form } from './form'
import type { Limits } from './limits'
import { SECRET_PARAMETERS } from './parameters'
import type { LoggedRequest, RequestLog } from './request-log'
import { send, type Spoiling } from './send'
import { matchRoute } from './routes'

/** What serves one workspace. `world` and `limits` are read per request, because a reset replaces them. */
export interface ServerParts {
  readonly credentials: Credentials
  readonly world: () => World
  readonly rules: () => PracticeRules
  readonly limits: () => Limits
  readonly faults: Faults
  readonly log: RequestLog
  readonly random: Random
  /** Brings the workspace's clock to the present. */
  readonly catchUp: () => void
  /** Answers what is asked of the control API below `/_practice/`. */
  readonly control: (method: string, path: string, body: unknown) => Answer
  readonly latency: { readonly delayMs: number; readonly jitterMs: number }
}

const MAX_BODY = 2_000_000
const CONTROL_PREFIX = '/_practice/'

/** Serves the workspace on 127.0.0.1. @returns the server and its URL. */
export async function listen(parts: ServerParts, port: number): Promise<{ server: Server; url: string }> {
  const authorised = basicAuth(parts.credentials)
  const server = createServer({ keepAlive: true, keepAliveTimeout: 30_000 }, (request, response) => {
    void new Exchange(parts, authorised, request, response).run().catch(() => request.socket.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address() as AddressInfo
  return { server, url: `http://127.0.0.1:${address.port}` }
}

/** One request and its answer. */
class Exchange {
  private readonly startedAt = performance.now()
  private readonly requestId: string
  private readonly method: string
  private readonly url: URL
  private headers: Record<string, string> = {}
  private entry: LoggedRequest | null = null

  constructor(
    private readonly parts: ServerParts,
    private readonly authorised: (header: string | undefined) => boolean,
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
  ) {
    this.requestId = parts.random.sid('RQ')
    this.method = request.method ?? 'GET'
    this.url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`)
  }

  async run(): Promise<void> {
    const body = await readBody(this.request)
    if (!this.authorised(this.request.headers.authorization)) {
      this.headers['WWW-Authenticate'] = 'Basic realm="Twilio API"'
      await this.reply({ status: 401, body: statusBody(401) })
      return
    }
    if (this.url.pathname.startsWith(CONTROL_PREFIX)) {
      await this.reply(
        this.parts.control(this.method, this.url.pathname.slice(CONTROL_PREFIX.length), parseJson(body)),
      )
      return
    }
    this.remember(body)
    const limits = this.parts.limits()
    const admission = limits.enter(this.url.pathname, this.url.searchParams)
    this.headers = { ...this.headers, ...admission.headers }
    if (!admission.admitted) {
      await this.reply({ status: 429, body: statusBody(429) })
      return
    }
    try {
      await this.serve(body)
    } finally {
      limits.leave()
    }
  }

  private async serve(body: string): Promise<void> {
    const { faults, latency } = this.parts
    const hits = faults.hit(this.method, this.url.pathname, (name) => this.entry?.params[name] !== undefined)
    const slow = hits
      .filter(({ kind }) => kind === 'latency')
      .reduce((sum, fault) => sum + faults.delayOf(fault), 0)
    const delay = slow + latency.delayMs + this.parts.random.next() * latency.jitterMs
    if (delay > 0) await pause(delay)
    if (hits.some(({ kind }) => kind === 'reset-before')) {
      this.request.socket.destroy()
      return
    }
    const denied = hits.find(({ kind }) => kind === 'status' || kind === 'permission')
    const answer = denied === undefined ? this.answer(body) : deny(denied)
    if (hits.some(({ kind }) => kind === 'reset-after')) {
      this.request.socket.destroy()
      return
    }
    await this.reply(answer, hits)
  }

  private answer(body: string): Answer {
    this.parts.catchUp()
    const { pathname } = this.url
    const match = matchRoute(this.method, pathname)
    if (match.kind === 'wrong-method') return { status: 405, body: statusBody(405) }
    const world = this.parts.world()
    const isJson = this.request.headers['content-type']?.includes('application/json') === true
    try {
      if (match.kind === 'unknown') throw new NotFound(pathname)
      const owner = match.owner === 'account' ? world.identity.accountSid : world.identity.workspaceSid
      if (match.ids[0] !== undefined && match.ids[0] !== owner) throw new NotFound(pathname)
      const context: RequestContext = {
        world,
        rules: this.parts.rules(),
        method: this.method,
        path: pathname,
        ids: match.ids,
        query: new Form(this.url.searchParams),
        form: Form.parse(isJson ? '' : body),
        json: isJson ? parseJson(body) : undefined,
        ifMatch: this.request.headers['if-match'] ?? null,
        baseUrl: this.url.origin,
        random: this.parts.random,
      }
      return match.handler(context)
    } catch (error) {
      return errorAnswer(error)
    }
  }

  private remember(body: string): void {
    const isForm = this.request.headers['content-type']?.includes('json') !== true
    const params = this.method === 'POST' && isForm ? Form.parse(body) : new Form(this.url.searchParams)
    const record = params.toRecord()
    for (const name of Object.keys(record)) if (SECRET_PARAMETERS.has(name)) record[name] = 'secret'
    this.entry = {
      at: Date.now(),
      method: this.method,
      path: this.url.pathname,
      params: record,
      status: 0,
      requestId: this.requestId,
    }
    this.parts.log.add(this.entry)
  }

  private async reply(answer: Answer, hits: readonly Fault[] = []): Promise<void> {
    if (this.entry !== null) this.entry.status = answer.status
    const shift = hits
      .filter(({ kind }) => kind === 'clock')
      .reduce((sum, fault) => sum + (fault.delayMs ?? 0), 0)
    await send(this.response, answer, {
      headers: {
        ...this.headers,
        Date: new Date(this.parts.world().now + shift).toUTCString(),
        'Twilio-Request-Id': this.requestId,
        'Twilio-Request-Duration': ((performance.now() - this.startedAt) / 1000).toFixed(3),
        'X-Home-Region': 'us1',
      },
      spoiling: spoilingOf(hits),
    })
  }
}

function deny(fault: Fault): Answer {
  const status = fault.kind === 'permission' ? 403 : (fault.status ?? 500)
  return { status, body: statusBody(status) }
}

function spoilingOf(hits: readonly Fault[]): Spoiling | null {
  for (const { kind, delayMs } of hits) {
    if (kind === 'truncate' || kind === 'html' || kind === 'empty') return { kind }
    if (kind === 'drip') return { kind, delayMs: delayMs ?? 20 }
  }
  return null
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY) throw new RangeError('The body is too large.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
