import { parentPort, workerData } from 'node:worker_threads'
import type { PracticeOptions } from './options'
import { startPracticeServer } from './server'
import type { ThreadMessage } from './start-thread'

/** Entry of the worker thread: serves until the parent asks it to close. */
async function main(): Promise<void> {
  const port = parentPort
  if (port === null) throw new Error('This file runs in a worker thread.')
  const say = (message: ThreadMessage): void => {
    port.postMessage(message)
  }
  try {
    const { control: _control, close, ...facts } = await startPracticeServer(workerData as PracticeOptions)
    port.once('message', () => {
      void close().then(() => {
        port.close()
      })
    })
    say({ kind: 'ready', facts })
  } catch (error) {
    say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
}

void main()
