import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { build } from 'vite'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  eventFields,
  TASK_FIELDS,
  WORKER_FIELDS,
  type RowFields,
} from '../../../main/taskrouter/decode/fields'
import { decodeEvent, decodeTask, decodeWorker, type Decode } from '../../../main/taskrouter/decode/resources'
import { breathe, mapInSlices } from '../../../main/taskrouter/http/slices'
import { packRows, rowAt } from '../../../main/taskrouter/pages/packed'
import { createPageReader, type PageReader } from '../../../main/taskrouter/pages/page-reader'
import type { PageWorker } from '../../../main/taskrouter/pages/page-thread'
import { BodyPieces } from '../../../main/taskrouter/transport/body-pieces'

const sid = (prefix: string, index: number) => `${prefix}${String(index).padStart(32, '0')}`
const unpack = (rows: readonly unknown[], fields: RowFields) => {
  const packed = packRows(rows, fields)
  return Array.from({ length: packed.count }, (_, index) => rowAt(packed, index))
}

describe('packed rows', () => {
  const fields: RowFields = { of: ['sid', 'data', 'age'], within: { data: ['a', 'b'] } }

  test('hold the wanted fields of any row, and nothing else', () => {
    const value = fc.jsonValue({ maxDepth: 2 })
    const data = fc.oneof(value, fc.record({ a: value, b: value, c: value }, { requiredKeys: [] }))
    const row = fc.record({ sid: value, data, age: value, other: value }, { requiredKeys: [] })
    fc.assert(
      fc.property(fc.array(fc.oneof(row, value), { maxLength: 12 }), (rows) => {
        const wanted = rows.map((each) => {
          if (typeof each !== 'object' || each === null || Array.isArray(each)) return {}
          const kept = Object.entries(each).filter(([name]) => fields.of.includes(name))
          return Object.fromEntries(
            kept.map(([name, held]) =>
              name === 'data' && typeof held === 'object' && held !== null && !Array.isArray(held)
                ? [
                    name,
                    Object.fromEntries(Object.entries(held).filter(([entry]) => ['a', 'b'].includes(entry))),
                  ]
                : [name, held],
            ),
          )
        })
        expect(structuredClone(unpack(rows, fields))).toEqual(wanted)
      }),
    )
  })

  test('hold each text once', () => {
    const rows = Array.from({ length: 500 }, () => ({ sid: 'same', age: 7 }))
    expect(packRows(rows, fields).values).toEqual(['same', 7])
  })

  test.each<[string, Decode<unknown>, RowFields]>([
    ['tasks', decodeTask, TASK_FIELDS],
    ['workers', decodeWorker, WORKER_FIELDS],
    ['events', decodeEvent, eventFields(undefined)],
  ])('of %s decode to the same as the whole row', (_name, decode, wanted) => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant('2026-01-02T03:04:05Z'))
    const row = fc
      .record(Object.fromEntries([...wanted.of, 'url', 'links'].map((name) => [name, value])), {
        requiredKeys: [],
      })
      .map((made) => ({ ...made, sid: sid('WT', 1), event_type: 'task.created', event_date_ms: 5 }))
    fc.assert(
      fc.property(row, (made) => {
        expect(unpack([made], wanted).map((each) => decode(each, null))).toEqual([decode(made, null)])
      }),
    )
  })
})

describe('a body in pieces', () => {
  test('is whole again, whatever length was announced', () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 60_000, size: 'max' }), { maxLength: 5 })
    fc.assert(
      fc.property(pieces, fc.option(fc.nat(400_000)), (parts, announced) => {
        const body = new BodyPieces(announced, 300_000)
        for (const part of parts) body.add(part)
        expect(Buffer.compare(Buffer.from(body.whole()), Buffer.concat(parts))).toBe(0)
      }),
      { numRuns: 50 },
    )
  })
})

describe('short turns', () => {
  test('of all that wait, one goes on in each turn of the loop', async () => {
    let turn = 0
    let counting = true
    const count = () => {
      turn += 1
      if (counting) setImmediate(count)
    }
    setImmediate(count)
    const turns = await Promise.all(Array.from({ length: 8 }, () => breathe().then(() => turn)))
    counting = false
    expect(new Set(turns).size).toBe(8)
  })

  test('a long list is worked off in slices by the clock', async () => {
    let time = 0
    const slices: number[] = [0]
    const pause = () => Promise.resolve(void slices.push(0))
    const work = () => {
      time += 0.5
      slices[slices.length - 1] = (slices.at(-1) ?? 0) + 1
      return 1
    }
    const done = await mapInSlices(Array.from({ length: 1_000 }), work, () => time, pause)
    expect(done).toHaveLength(1_000)
    expect(Math.max(...slices)).toBeLessThanOrEqual(25)
  })
})

describe('pages', () => {
  let file = ''
  const readers: PageReader[] = []
  beforeAll(async () => {
    const outDir = join(import.meta.dirname, '..', '..', '..', 'node_modules', '.cache', 'pages')
    await build({
      configFile: false,
      logLevel: 'error',
      publicDir: false,
      build: {
        ssr: true,
        outDir,
        emptyOutDir: false,
        rolldownOptions: {
          input: join(import.meta.dirname, '..', '..', '..', 'main', 'taskrouter', 'pages', 'thread.ts'),
          output: { format: 'cjs', entryFileNames: 'thread.cjs' },
        },
      },
    })
    file = join(outDir, 'thread.cjs')
  })
  afterEach(() => {
    for (const reader of readers.splice(0)) reader.close()
  })

  const shape = { key: 'tasks', decode: decodeTask, fields: TASK_FIELDS }
  const page = (rows: number, more: object = {}) =>
    Buffer.from(
      JSON.stringify({
        tasks: Array.from({ length: rows }, (_, index) => ({
          sid: sid('WT', index),
          attributes: `{"a":"ñ${index}"}`,
        })),
        meta: { key: 'tasks', next_page_url: null },
        ...more,
      }),
    )
  function reader(startWorker?: () => PageWorker): {
    readonly reader: PageReader
    readonly starts: number[]
    readonly losses: string[]
  } {
    const starts: number[] = []
    const losses: string[] = []
    const made = createPageReader({
      monotonic: () => performance.now(),
      onThreadLost: (reason) => losses.push(reason),
      ...(startWorker === undefined
        ? {}
        : {
            startWorker: () => {
              starts.push(1)
              return startWorker()
            },
          }),
    })
    readers.push(made)
    return { reader: made, starts, losses }
  }
  const real = () => new Worker(file)

  test('come out the same from the thread as without it', async () => {
    const body = page(3_000, { rest: 'x' })
    const apart = reader(real)
    const both = await Promise.all([apart.reader.read(body, shape), reader().reader.read(body, shape)])
    expect(both[0]).toEqual(both[1])
    expect(both[0]?.items).toHaveLength(3_000)
    expect(both[0]?.items[7]?.attributes.parsed).toEqual({ a: 'ñ7' })
    expect(apart.starts).toHaveLength(1)
  })

  test('that are small never start the thread', async () => {
    const { reader: one, starts } = reader(real)
    expect((await one.read(page(3), shape))?.items).toHaveLength(3)
    expect(starts).toHaveLength(0)
  })

  test('that are no list, or no JSON, are said to be so from the thread too', async () => {
    const { reader: one } = reader(real)
    expect(await one.read(Buffer.from(JSON.stringify({ x: 'y'.repeat(200_000) })), shape)).toBeNull()
    await expect(one.read(Buffer.from('<'.repeat(200_000)), shape)).rejects.toThrow(SyntaxError)
  })

  test('are read here when the thread dies, and the thread is not started for ever', async () => {
    const {
      reader: one,
      starts,
      losses,
    } = reader(() => {
      const worker = Object.assign(new EventEmitter(), {
        postMessage: () => {
          setImmediate(() => worker.emit('error', new Error('out of memory')))
        },
        terminate: () => Promise.resolve(1),
        unref: () => undefined,
      })
      return worker
    })
    for (let round = 0; round < 5; round++)
      expect((await one.read(page(3_000), shape))?.items).toHaveLength(3_000)
    expect(starts).toHaveLength(3)
    expect(losses).toEqual(['Error', 'Error', 'Error'])
  })

  test('are read here when the thread cannot be started', async () => {
    const { reader: one, losses } = reader(() => new Worker(join(file, 'nowhere.cjs')))
    expect((await one.read(page(3_000), shape))?.items).toHaveLength(3_000)
    expect(losses).toEqual(['Error MODULE_NOT_FOUND'])
  })

  test('of a closed client need no thread', async () => {
    const { reader: one, losses } = reader(real)
    const reading = one.read(page(3_000), shape)
    one.close()
    expect((await reading)?.items).toHaveLength(3_000)
    expect(losses).toEqual([])
  })
})
