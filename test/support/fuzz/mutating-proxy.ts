// Between client and server, a way that spoils answers: never what they mean, always their form. Whoever reads them must notice.
import { Agent, createServer, request, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Random } from '../../../main/practice/world/random'

export interface MutatingProxy {
  readonly url: string
  /** Answers spoiled so far. */
  readonly spoiled: number
  /** Share of answers that are spoiled from now on. */
  spoil(share: number): void
  close(): Promise<void>
}

interface Answer {
  status: number
  headers: Record<string, string>
  body: string
}

type Spoil = (answer: Answer, random: () => number) => Answer

const pick = <T>(from: readonly [T, ...T[]], random: () => number): T =>
  from[Math.floor(random() * from.length)] ?? from[0]

const WRONG: readonly [unknown, ...unknown[]] = [
  17.5,
  -1,
  true,
  '',
  'x'.repeat(10_000),
  '\u0000',
  {},
  [[]],
  { toString: 1, length: -1 },
  ['__proto__'],
]

/** Something else than what was found: an empty list or a null where one may stand would be a lie instead of a fault. */
function wrongFor(found: unknown, random: () => number): unknown {
  const kind = (value: unknown) => (Array.isArray(value) ? 'array' : typeof value)
  for (;;) {
    const other = pick(WRONG, random)
    if (kind(other) !== kind(found)) return other
  }
}

function harmOne(value: unknown, random: () => number): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.15) return wrongFor(value, random)
  if (Array.isArray(value)) {
    const items: unknown[] = [...(value as readonly unknown[])]
    if (items.length === 0) return wrongFor(value, random)
    const at = Math.floor(random() * items.length)
    items[at] = harmOne(items[at], random)
    return items
  }
  const entries = Object.entries(value)
  const at = Math.floor(random() * entries.length)
  const [key, child] = entries[at] ?? ['x', null]
  entries[at] = random() < 0.2 ? [`${key}_`, child] : [key, harmOne(child, random)]
  return Object.fromEntries(entries)
}

const SPOILS: readonly [Spoil, ...Spoil[]] = [
  (answer, random) => {
    if (answer.body === '') return answer
    let value: unknown = JSON.parse(answer.body)
    for (let times = 1 + Math.floor(random() * 4); times > 0; times -= 1) value = harmOne(value, random)
    return { ...answer, body: JSON.stringify(value) }
  },
  (answer, random) => ({ ...answer, body: answer.body.slice(0, Math.floor(answer.body.length * random())) }),
  (answer, random) => ({
    ...answer,
    body: pick(
      ['null', '[]', '{}', '"text"', '17', '<html>busy</html>', '\u0000', '{"a":'.repeat(5_000)],
      random,
    ),
  }),
  (answer, random) => ({
    ...answer,
    status: pick([200, 204, 302, 418, 500, 502, 503, 599], random),
    body: 'nothing of use',
  }),
  (answer, random) => ({
    ...answer,
    headers: {
      ...answer.headers,
      [pick(
        ['date', 'retry-after', 'etag', 'content-type', 'x-rate-limit-limit', 'x-rate-limit-remaining'],
        random,
      )]: pick(['', '-1', '1e309', 'yesterday', 'Thu, 01 Jan 1970 00:00:00 GMT', 'NaN', '; ; ;'], random),
      ...(random() < 0.5 ? { location: 'https://evil.example/' } : {}),
    },
  }),
]

const KEPT = ['date', 'etag', 'content-type', 'retry-after', 'twilio-request-id'] as const
const kept = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    KEPT.flatMap((name) => {
      const value = headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )

/** Stands before `target` (an http address) and passes everything on, spoiled or as it is. */
export async function startMutatingProxy(target: string, seed: number): Promise<MutatingProxy> {
  const source = new Random(seed)
  const random = () => source.next()
  const agent = new Agent({ keepAlive: true })
  let share = 0
  let spoiled = 0
  let url = ''
  const server = createServer((incoming, response) => {
    const { host: _host, ...headers } = incoming.headers
    const onward = request(
      `${target}${incoming.url ?? '/'}`,
      { method: incoming.method, headers, agent },
      (reply) => {
        const chunks: Buffer[] = []
        reply.on('data', (chunk: Buffer) => chunks.push(chunk))
        reply.on('end', () => {
          // Paging links lead back through here.
          const body = Buffer.concat(chunks).toString('utf8').replaceAll(target, url)
          let answer: Answer = { status: reply.statusCode ?? 500, headers: kept(reply.headers), body }
          if (random() < share && answer.status < 300) {
            spoiled += 1
            answer = pick(SPOILS, random)(answer, random)
          }
          response.writeHead(answer.status, { ...answer.headers })
          response.end(answer.status === 204 ? undefined : answer.body)
        })
      },
    )
    onward.on('error', () => response.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    get spoiled() {
      return spoiled
    },
    spoil(next) {
      share = next
    },
    async close() {
      agent.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
