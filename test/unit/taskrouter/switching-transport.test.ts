import { expect, test } from 'vitest'
import { switchingTransport } from '../../../main/taskrouter/transport/switching-transport'
import type { Transport, TransportResponse } from '../../../main/taskrouter/transport/transport'

const ask = (through: Transport) =>
  through.request({
    method: 'GET',
    url: 'https://x.example/',
    headers: {},
    body: null,
    signal: new AbortController().signal,
  })

/** Transports that answer with their number when told to, and remember whether they were closed. */
function stand() {
  const built: { readonly answer: () => void; closed: boolean }[] = []
  const build = (): Promise<Transport> => {
    const waiting: (() => void)[] = []
    const number = built.length
    const own = {
      closed: false,
      answer: () => {
        for (const go of waiting.splice(0)) go()
      },
    }
    built.push(own)
    return Promise.resolve({
      request: () =>
        new Promise<TransportResponse>((resolve) => {
          waiting.push(() => resolve({ status: 200 + number, headers: new Map(), body: new Uint8Array() }))
        }),
      close: () => {
        own.closed = true
        return Promise.resolve()
      },
    })
  }
  return { built, transport: switchingTransport(build) }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('a request under way ends on the way it began; the next one goes the new way', async () => {
  const { built, transport } = stand()
  const first = ask(transport)
  await turn()
  transport.rebuild()
  const second = ask(transport)
  await turn()
  expect(built.map(({ closed }) => closed)).toEqual([false, false])
  built[1]?.answer()
  expect((await second).status).toBe(201)
  expect(built[0]?.closed).toBe(false)
  built[0]?.answer()
  expect((await first).status).toBe(200)
  await turn()
  expect(built.map(({ closed }) => closed)).toEqual([true, false])
  await transport.close()
  expect(built.map(({ closed }) => closed)).toEqual([true, true])
  await expect(ask(transport)).rejects.toMatchObject({ reason: 'aborted', sent: false })
})

test('is built at the first request, not before, and at most once between two changes', async () => {
  const { built, transport } = stand()
  transport.rebuild()
  expect(built).toHaveLength(0)
  const both = [ask(transport), ask(transport)]
  await turn()
  built[0]?.answer()
  await Promise.all(both)
  expect(built).toHaveLength(1)
})

test('a way that could not be built is tried anew at the next request', async () => {
  let attempts = 0
  const transport = switchingTransport(() => {
    attempts += 1
    return Promise.reject(new Error('no way'))
  })
  await expect(ask(transport)).rejects.toMatchObject({ name: 'TransportFailure', sent: false })
  await expect(ask(transport)).rejects.toMatchObject({ name: 'TransportFailure', sent: false })
  expect(attempts).toBe(2)
})
