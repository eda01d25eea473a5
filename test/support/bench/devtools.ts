import { setTimeout as delay } from 'node:timers/promises'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { WebSocket } from 'undici'

interface Answer {
  readonly id: number
  readonly result?: { readonly result?: { readonly value?: unknown } }
}

/** Asks the page of a running program through its debugging port, without a tool that slows its start. */
export class DevTools {
  #serial = 0
  readonly #waiting = new Map<number, (answer: Answer) => void>()

  private constructor(readonly socket: WebSocket) {
    socket.addEventListener('message', ({ data }) => {
      const answer = JSON.parse(String(data)) as Answer
      this.#waiting.get(answer.id)?.(answer)
      this.#waiting.delete(answer.id)
    })
  }

  /** Waits for the program's first page. `profile`: the folder in which Chromium writes the port that it chose. */
  static async of(profile: string, withinMs: number): Promise<DevTools> {
    const deadline = Date.now() + withinMs
    for (;;) {
      const address = await pageOf(profile).catch(() => null)
      if (address !== null) {
        const socket = new WebSocket(address)
        await new Promise((opened, failed) => {
          socket.addEventListener('open', opened)
          socket.addEventListener('error', failed)
        })
        return new DevTools(socket)
      }
      if (Date.now() > deadline) throw new Error('The program showed no page.')
      await delay(10)
    }
  }

  async evaluate<Value>(expression: string): Promise<Value> {
    const id = (this.#serial += 1)
    const answer = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve))
    const params = { expression, awaitPromise: true, returnByValue: true }
    this.socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }))
    return (await answer).result?.result?.value as Value
  }

  close(): void {
    this.socket.close()
  }
}

async function pageOf(profile: string): Promise<string | null> {
  const [port] = (await readFile(path.join(profile, 'DevToolsActivePort'), 'utf8')).split('\n')
  const answer = await fetch(`http://127.0.0.1:${port ?? ''}/json/list`)
  const pages = (await answer.json()) as readonly {
    type: string
    url: string
    webSocketDebuggerUrl: string
  }[]
  const page = pages.find(({ type, url }) => type === 'page' && url !== '' && url !== 'about:blank')
  return page?.webSocketDebuggerUrl ?? null
}
