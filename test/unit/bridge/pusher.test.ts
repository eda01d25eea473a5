import { describe, expect, it } from 'vitest'
import { Pusher } from '../../../main/bridge/pusher'
import type { LockState } from '../../../preload/contract/lock'
import { FakeIpc } from '../../support/shell/fake-ipc'

const LOCKED: LockState = {
  phase: 'locked',
  pinSet: true,
  required: false,
  trouble: null,
  wrong: 0,
  waitMs: 0,
  jobs: 0,
  look: { theme: 'system', density: 'compact', language: 'system', locale: 'en-GB' },
}

function opened() {
  const ipc = new FakeIpc()
  const pusher = new Pusher()
  pusher.attach(ipc.target)
  return { ipc, pusher }
}

describe('Pusher', () => {
  it('keeps what matters until the page listens, the newest of each state only', () => {
    const { ipc, pusher } = opened()
    pusher.push('app/show', { target: 'settings' })
    pusher.push('connection/changed', { phase: 'none' })
    pusher.push('app/show', { target: 'board', view: null })
    pusher.push('board/directoryChanged', null)
    pusher.push('connection/changed', { phase: 'none' })
    expect(ipc.arrived).toEqual([])
    pusher.pageListens()
    expect(ipc.arrived).toEqual([
      { topic: 'app/show', payload: { target: 'settings' } },
      { topic: 'app/show', payload: { target: 'board', view: null } },
      { topic: 'board/directoryChanged', payload: null },
      { topic: 'connection/changed', payload: { phase: 'none' } },
    ])
  })

  it('sends at once afterwards, and never twice', () => {
    const { ipc, pusher } = opened()
    pusher.pageListens()
    pusher.push('app/show', { target: 'settings' })
    pusher.pageListens()
    expect(ipc.arrived).toHaveLength(1)
  })

  it('does not keep rows for a page that has not asked for them', () => {
    const { ipc, pusher } = opened()
    pusher.push('board/push', { kind: 'delta', stream: 's', seq: 1, upserts: [], removed: [] })
    pusher.pageListens()
    expect(ipc.arrived).toEqual([])
  })

  it('waits again after a reload', () => {
    const { ipc, pusher } = opened()
    pusher.pageListens()
    pusher.attach(ipc.target)
    pusher.push('app/show', { target: 'settings' })
    expect(ipc.arrived).toEqual([])
    pusher.pageListens()
    expect(ipc.pushes('app/show')).toHaveLength(1)
  })

  it('tells a page that may not be told anything else that it is locked, at once', () => {
    const { ipc, pusher } = opened()
    pusher.pageListens()
    pusher.silence()
    pusher.push('app/show', { target: 'settings' })
    pusher.push('app/command', { id: 'go.board' })
    pusher.push('lock/changed', LOCKED)
    expect(ipc.arrived).toEqual([{ topic: 'lock/changed', payload: LOCKED }])
    pusher.pageListens()
    expect(ipc.pushes('app/show')).toEqual([{ target: 'settings' }])
    expect(ipc.pushes('app/command')).toEqual([])
    expect(ipc.pushes('lock/changed')).toHaveLength(1)
  })

  it('drops pushes to a window that is gone', () => {
    const { ipc, pusher } = opened()
    pusher.pageListens()
    ipc.target.destroyed = true
    pusher.push('app/show', { target: 'settings' })
    expect(ipc.arrived).toEqual([])
  })

  it('does not grow without end', () => {
    const { ipc, pusher } = opened()
    for (let job = 0; job < 1000; job += 1) pusher.push('app/show', { target: 'job', jobId: String(job) })
    pusher.pageListens()
    expect(ipc.arrived).toHaveLength(100)
    expect(ipc.pushes('app/show').at(-1)).toEqual({ target: 'job', jobId: '999' })
  })
})
