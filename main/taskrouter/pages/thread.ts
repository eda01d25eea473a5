import { parentPort } from 'node:worker_threads'
import { readPage, type PageOrder } from './read-page'

/** Entry of the page thread, built as a bundle of its own: large answers are parsed here and not on the program's own loop. */
const port = parentPort
if (port === null) throw new Error('This file runs in a worker thread.')

port.on('message', (order: PageOrder) => {
  const answer = readPage(order)
  port.postMessage(answer, answer.kind === 'page' ? [answer.rows.cells.buffer] : [])
})
