import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BoardStatus } from '../../../../preload/contract/board'
import { succeed } from '../../../../preload/contract/envelope'
import { Appearance, resolveTheme } from '../../../../renderer/app/appearance'
import { ask, askOrToast } from '../../../../renderer/app/bridge'
import { freshnessOf } from '../../../../renderer/app/freshness'
import { problemText } from '../../../../renderer/app/problems'
import { goBack, HOME, navigate, route, startAt } from '../../../../renderer/app/router'
import { isComplete, searchIntent } from '../../../../renderer/app/search'
import { dismissToast, toasts } from '../../../../renderer/ui/toasts'
import { boardStatus, NOON, sidOf } from '../../../support/board-fixtures'
import { problem } from '../../../support/fake-bridge'

afterEach(() => {
  for (const { id } of toasts.value) dismissToast(id)
})

describe('answers of main', () => {
  it('are unwrapped, and a broken wall is a problem and no exception', async () => {
    expect(await ask(Promise.resolve(succeed(7)))).toEqual({ data: 7, problem: null })
    expect((await ask(Promise.reject(new Error('no handler')))).problem?.code).toBe('internal')
  })

  it('become a toast where there is no better place', async () => {
    expect(await askOrToast(Promise.resolve({ ok: false, error: problem('diskFull') }))).toBeNull()
    expect(toasts.value.map(({ text, tone }) => [text, tone])).toEqual([['The disk is full', 'danger']])
  })
})

describe('problems in words', () => {
  it('say what to do about each cause of a network failure', () => {
    const hints = ['dns', 'proxy', 'tls', 'refused', 'reset', 'timeout'].map(
      (cause) => problemText(problem('network', { cause })).hint,
    )
    expect(new Set(hints).size).toBe(hints.length)
    expect(problemText(problem('network', { cause: 'weather' })).hint).toBe(
      problemText(problem('network')).hint,
    )
  })

  it('pass on the server’s own sentence for a refusal, and the codes that support asks for', () => {
    const refused = problem('refused', {
      message: 'Reservation is not pending',
      twilioCode: 20_001,
      requestId: 'RQ1',
    })
    expect(problemText(refused)).toMatchObject({
      hint: 'Reservation is not pending',
      codes: 'Twilio error 20001 · Request RQ1',
    })
  })
})

describe('routes', () => {
  beforeEach(() => {
    startAt(HOME)
  })

  it('go back the way they came, and home in the end', () => {
    navigate({ name: 'workers' })
    navigate({ name: 'settings', section: 'bulk' })
    navigate({ name: 'settings', section: 'bulk' })
    goBack()
    expect(route.value).toEqual({ name: 'workers' })
    goBack()
    goBack()
    expect(route.value).toEqual(HOME)
  })
})

describe('search', () => {
  it('opens a reservation and searches for everything else', () => {
    const sid = sidOf('WR', 7)
    expect(searchIntent(` ${sid}\n`)).toEqual({ kind: 'reservation', sid })
    expect(searchIntent(sidOf('WT', 7))).toEqual({ kind: 'text', text: sidOf('WT', 7) })
    expect(searchIntent('  billing ')).toEqual({ kind: 'text', text: 'billing' })
    expect(searchIntent('   ')).toBeNull()
  })

  it('knows a whole SID of any kind', () => {
    expect(isComplete(sidOf('WK', 3))).toBe(true)
    expect(isComplete(sidOf('WK', 3).slice(0, -1))).toBe(false)
  })
})

describe('freshness', () => {
  const textOf = (over: Partial<BoardStatus>, age = 0): string =>
    freshnessOf(boardStatus({ freshAt: NOON - age, ...over }), NOON, 'en').text

  it.each([
    [{ phase: 'live' }, 2_000, 'Live'],
    [{ phase: 'live' }, 25_000, 'Live · 25s'],
    [{ phase: 'reading', progress: { done: 1200, about: 4000 } }, 0, 'Reading 1,200 of about 4,000'],
    [{ phase: 'reading' }, 0, 'Reading the workspace'],
    [{ phase: 'stale' }, 65_000, 'Stale · 1m 5s'],
    [{ phase: 'offline' }, 65_000, 'Offline · data from 1m 5s ago'],
    [{ phase: 'offline', freshAt: null }, 0, 'Offline'],
    [{ phase: 'blocked' }, 0, 'Blocked'],
  ] as const)('%o at an age of %d ms', (over, age, text) => {
    expect(textOf(over, age)).toBe(text)
  })

  it('has a tone and an icon of its own for good, doubtful and bad', () => {
    const look = (phase: BoardStatus['phase']) => freshnessOf(boardStatus({ phase }), NOON, 'en')
    expect([look('live').tone, look('stale').tone, look('offline').tone]).toEqual([
      'success',
      'warning',
      'danger',
    ])
    expect(new Set([look('live').icon, look('stale').icon, look('offline').icon]).size).toBe(3)
    expect(freshnessOf(null, NOON, 'en').text).toBe('Not started')
  })
})

describe('appearance', () => {
  it.each([
    ['light', ['dark'], 'light'],
    ['contrast', [], 'contrast'],
    ['system', [], 'light'],
    ['system', ['dark'], 'dark'],
    ['system', ['dark', 'more'], 'contrast'],
  ] as const)('setting %s on a desktop that wants %o', (setting, wants, theme) => {
    expect(resolveTheme(setting, (query) => wants.some((word) => query.includes(word)))).toBe(theme)
  })

  it('is written to the document', () => {
    const appearance = new Appearance(window)
    appearance.apply({ theme: 'dark', density: 'comfortable' })
    expect(document.documentElement.dataset).toMatchObject({ theme: 'dark', density: 'comfortable' })
    appearance.stop()
  })
})
