// axe in the real window: its script comes in over the debugger, past a content policy that lets no other script in.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { ROOT } from '../../../build/lib/paths.mjs'

interface Violation {
  readonly id: string
  readonly help: string
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[]
}

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Menus, pop-ups and hints stand beside the landmarks: they are come to from what opened them. Every other rule is theirs too. */
const POPUPS = '[data-reka-popper-content-wrapper], [role="tooltip"]'

/** A theme changes colours and nothing else: the other rules need asking in one theme only. */
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }

/** What axe finds wrong on the page now, one line for each rule and element. Empty = nothing. */
export async function axeFindings(page: Page, rules: 'all' | 'colours' = 'all'): Promise<string[]> {
  if (!(await page.evaluate<boolean>("typeof axe === 'object'"))) {
    const load = createRequire(path.join(ROOT, 'package.json'))
    await page.evaluate(await readFile(load.resolve('axe-core/axe.min.js'), 'utf8'))
  }
  // Colours are judged when they have arrived, not on their way from one theme to another.
  await page.evaluate('Promise.all(document.getAnimations().map((each) => each.finished.catch(() => null)))')
  const options = JSON.stringify({ runOnly: rules === 'all' ? WCAG : COLOURS, resultTypes: ['violations'] })
  const violations = await page.evaluate<Violation[]>(
    `axe.run(document, ${options}).then(({ violations }) => violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.filter(({ target }) => id !== 'region' || document.querySelector(target[0])?.closest('${POPUPS}') == null).map(({ target, failureSummary }) => ({ target, failureSummary })) })))`,
  )
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id}: ${help} at ${target.join(' ')} (${failureSummary ?? ''})`,
    ),
  )
}
