// Where exports are switched off no file is written, whatever the window asks: main decides before anything is read or a dialog opens.
import { describe, expect, it } from 'vitest'
import { allHandlers, type HandlerParts } from '../../../main/bridge/handlers'
import type { Channel } from '../../../preload/contract/channels'
import { DEFAULT_SETTINGS } from '../../../preload/contract/settings'
import { GOOD_REQUESTS } from '../../support/shell/requests'

function handlersWith(exportAllowed: boolean) {
  const written: string[] = []
  const write = (what: string) => () => {
    written.push(what)
    return Promise.resolve(true)
  }
  const session = {
    bulk: { outcomes: () => [], jobs: () => [] },
    history: { export: () => [] },
    presets: { exported: () => Promise.resolve('{}') },
    notes: { texts: () => Promise.resolve(new Map()) },
    board: { rows: () => [], status: () => ({ clockOffset: 0 }) },
  }
  // Only what these channels touch: the types of everything else are not theirs.
  const parts = {
    app: {},
    connections: { requireSession: () => session },
    settings: { state: () => ({ settings: { ...DEFAULT_SETTINGS, exportAllowed } }) },
    network: {},
    alerts: {},
    updates: {},
    now: () => 0,
    views: { exportViews: write('views'), importViews: () => Promise.resolve(null) },
    exportOutcomes: write('outcomes'),
    exportHistory: write('history'),
    exportRows: write('rows'),
    savePresets: write('presets'),
    openPresets: () => Promise.resolve(null),
  } as unknown as HandlerParts
  return { handlers: allHandlers(parts), written }
}

const EXPORTS = ['bulk/export', 'history/export', 'presets/export', 'views/export', 'board/export'] as const

describe.each(EXPORTS)('%s', (channel) => {
  const call = (handlers: ReturnType<typeof allHandlers>): Promise<unknown> => {
    const handler = handlers[channel] as (request: unknown) => Promise<unknown>
    return Promise.resolve().then(() => handler(GOOD_REQUESTS[channel]))
  }

  it('writes nothing where exports are switched off', async () => {
    const { handlers, written } = handlersWith(false)
    await expect(call(handlers)).rejects.toMatchObject({ problem: { code: 'policy' } })
    expect(written).toEqual([])
  })

  it('writes one file where they are not', async () => {
    const { handlers, written } = handlersWith(true)
    expect(await call(handlers)).toEqual({ saved: true })
    expect(written).toHaveLength(1)
  })
})

it('covers every channel that writes a file of the supervisor’s choice', () => {
  const named = (Object.keys(GOOD_REQUESTS) as Channel[]).filter((channel) => channel.endsWith('/export'))
  expect([...EXPORTS].sort()).toEqual(named.sort())
})
