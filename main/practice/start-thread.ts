import { Worker } from 'node:worker_threads'
import type { PracticeOptions } from './options'
import type { PracticeFacts } from './server'

/** A practice workspace in a thread of its own; steer it through `/_practice/` below its URL. */
export interface PracticeThread extends PracticeFacts {
  close(): Promise<void>
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
 * @throws when the thread cannot start or the port is taken.
 */
export async function startPracticeThread(
  options: PracticeOptions,
  threadFile: string,
): Promise<PracticeThread> {
  const thread = new Worker(threadFile, { workerData: options })
  const facts = await new Promise<PracticeFacts>((resolve, reject) => {
    thread.once('error', reject)
    thread.once('exit', (code) => {
      reject(new Error(`The practice workspace ended before it was ready (code ${code}).`))
    })
    thread.once('message', (message: unknown) => {
      if (!isThreadMessage(message)) reject(new Error('The practice workspace sent something unexpected.'))
      else if (message.kind === 'failed') reject(new Error(message.message))
      else resolve(message.facts)
    })
  })
  return {
    ...facts,
    close: async () => {
      const ended = new Promise<void>((resolve) => {
        thread.once('exit', () => {
          resolve()
        })
      })
      thread.postMessage('close')
      await ended
    },
  }
}
