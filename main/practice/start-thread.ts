import { Worker } from 'node:worker_threads'
import type { PracticeOptions } from './options'
import type { PracticeFacts } from './server'

/** A practice workspace in a thread of its own; steer it through `/_practice/` below its URL. */
export interface PracticeThread extends PracticeFacts {
  /** Lets it end what it is doing. Resolves when it is gone, at once if it already is. */
  close(): Promise<void>
  /** Ends it at once. */
  kill(): Promise<void>
}

/** What the thread says to its parent. */
export type ThreadMessage =
  | { readonly kind: 'ready'; readonly facts: PracticeFacts }
  | { readonly kind: 'failed'; readonly message: string }

function isThreadMessage(value: unknown): value is ThreadMessage {
  return typeof value === 'object' && value !== null && 'kind' in value
}

/**
 * Starts a practice workspace in a worker thread, so that its work never delays the program's own.
 * @param threadFile the built entry of `thread.ts`.
 * @param onCrash told once when the thread ends without having been asked to.
 * @throws when the thread cannot start or the port is taken.
 */
export async function startPracticeThread(
  options: PracticeOptions,
  threadFile: string,
  onCrash: (message: string) => void = () => undefined,
): Promise<PracticeThread> {
  const thread = new Worker(threadFile, { workerData: options })
  let failure: string | null = null
  // Listened to for as long as the thread lives: an error that nobody hears would end the program with it.
  thread.on('error', (error) => {
    failure = error instanceof Error ? error.message : String(error)
  })
  const ended = new Promise<string>((resolve) => {
    thread.once('exit', (code) => {
      resolve(failure ?? `The practice workspace ended (code ${code}).`)
    })
  })
  const facts = await new Promise<PracticeFacts>((resolve, reject) => {
    void ended.then((message) => {
      reject(new Error(message))
    })
    thread.once('message', (message: unknown) => {
      if (!isThreadMessage(message)) reject(new Error('The practice workspace sent something unexpected.'))
      else if (message.kind === 'failed') reject(new Error(message.message))
      else resolve(message.facts)
    })
  })
  let closing = false
  void ended.then((message) => {
    if (!closing) onCrash(message)
  })
  return {
    ...facts,
    close: async () => {
      closing = true
      thread.postMessage('close')
      await ended
    },
    kill: async () => {
      await thread.terminate()
    },
  }
}
