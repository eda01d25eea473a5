import { setTimeout as delay } from 'node:timers/promises'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { WebSocket } from 'undici'

interface Answer {
  readonly id: number
  readonly result?: {
    readonly result?: { readonly value?: unknown }
    readonly exceptionDetails?: { readonly text: string }
  }
  readonly error?: { readonly message: string }
}

const ANSWER_MS = 60_000

/** What is said of a promise whose page is left before it is kept. */
const LEFT = /navigated|context was destroyed|Promise was collected|Cannot find default execution context/i

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

  /** Evaluates in the page that is shown in the end: one that goes on to another address is asked again there. */
  async evaluate<Value>(expression: string): Promise<Value> {
    const deadline = Date.now() + ANSWER_MS
    for (;;) {
      const { error, result } = await this.#ask(expression)
      if (error !== undefined && LEFT.test(error.message) && Date.now() < deadline) {
        await delay(1)
        continue
      }
      const wrong = error?.message ?? result?.exceptionDetails?.text
      if (wrong !== undefined) throw new Error(`The page could not say ${expression}: ${wrong}`)
      return result?.result?.value as Value
    }
  }

  #ask(expression: string): Promise<Answer> {
    const id = (this.#serial += 1)
    const answer = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve))
    const params = { expression, awaitPromise: true, returnByValue: true }
    this.socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }))
    return answer
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
