import { afterEach } from 'vitest'
import { startPracticeServer, type PracticeServer } from '../../../main/practice/server'
import type { PracticeOptions } from '../../../main/practice/options'

const open: PracticeServer[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: Json
}

/** JSON of which a test reads what it expects: reading something that is not there fails the test. */
export type Json = ReturnType<typeof JSON.parse>

export interface Client {
  readonly server: PracticeServer
  /** Path of the workspace: `/v1/Workspaces/WS…`. */
  readonly home: string
  get(path: string, headers?: Record<string, string>): Promise<Reply>
  post(
    path: string,
    form?: Record<string, string | string[]>,
    headers?: Record<string, string>,
  ): Promise<Reply>
  postJson(path: string, body: unknown): Promise<Reply>
  delete(path: string, headers?: Record<string, string>): Promise<Reply>
  /** Every row of a list, page after page. */
  all(path: string, key: string): Promise<Json[]>
}

export const START = Date.UTC(2031, 1, 3, 9, 0, 0)

/** A practice server whose time stands still until told, and a client signed in to it. */
export async function openPractice(options: PracticeOptions = {}): Promise<Client> {
  const server = await startPracticeServer({ scenario: 'quiet', speed: 0, startMs: START, ...options })
  open.push(server)
  return clientOf(server)
}

export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

function clientOf(server: PracticeServer): Client {
  const authorization = basic(server.keySid, server.keySecret)
  const send = async (path: string, init: RequestInit): Promise<Reply> => {
    const url = path.startsWith('http') ? path : server.url + path
    const headers = { authorization, ...(init.headers as Record<string, string> | undefined) }
    const response = await fetch(url, { ...init, headers })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: parse(text) }
  }
  const client: Client = {
    server,
    home: `/v1/Workspaces/${server.workspaceSid}`,
    get: (path, headers = {}) => send(path, { headers }),
    delete: (path, headers = {}) => send(path, { method: 'DELETE', headers }),
    post: (path, form = {}, headers = {}) => {
      const body = new URLSearchParams()
      for (const [name, value] of Object.entries(form))
        for (const each of [value].flat()) body.append(name, each)
      return send(path, { method: 'POST', body, headers })
    },
    postJson: (path, body) =>
      send(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    all: async (path, key) => {
      const rows: Json[] = []
      for (let next: string | null = path; next !== null;) {
        const page: Reply = await client.get(next)
        if (page.status !== 200) throw new Error(`${next}: ${page.status} ${page.text}`)
        rows.push(...page.json[key])
        next = page.json.meta.next_page_url
      }
      return rows
    },
  }
  return client
}

function parse(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
