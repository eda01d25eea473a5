import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { nextTick, type App, type Component, type Plugin } from 'vue'
import { vi } from 'vitest'
import { DEFAULT_SETTINGS } from '../../preload/contract/settings'
import { createConsole, provideConsole, type BoardConsole } from '../../renderer/board/console'
import { i18n } from '../../renderer/i18n'
import { dismissToast, toasts } from '../../renderer/ui/toasts'
import type { FakeBridge } from './fake-bridge'

const ROLES: Readonly<Record<string, string>> = {
  button: 'button, [role="button"]',
  textbox: 'input:not([type]), input[type="text"], input[type="password"], input[type="search"]',
  combobox: 'select, [role="combobox"]',
  radio: 'input[type="radio"]',
  heading: 'h1, h2, h3',
  form: 'form',
  option: '[role="option"]',
}

/** Accessible name of an element, as far as these screens need the rules: aria-label, label, text. */
export function nameOf(element: Element): string {
  const label = element.getAttribute('aria-label')
  if (label !== null) return label
  const labelledBy = element.getAttribute('aria-labelledby')
  if (labelledBy !== null) return textOf(document.getElementById(labelledBy))
  if (element.id !== '') {
    const labels = [...document.querySelectorAll('label')]
    const named = labels.find((candidate) => candidate.getAttribute('for') === element.id)
    if (named !== undefined) return textOf(named)
  }
  return textOf(element)
}

function textOf(element: Element | null): string {
  if (element === null) return ''
  const copy = element.cloneNode(true) as Element
  for (const hidden of copy.querySelectorAll('[aria-hidden="true"]')) hidden.remove()
  return (copy.textContent ?? '').replace(/\s+/g, ' ').trim()
}

/** Everything in the page with a role and a name, dialogs and menus in portals included. */
export function allByRole(role: string, name: string | RegExp = /(?:)/): HTMLElement[] {
  const found = document.querySelectorAll<HTMLElement>(ROLES[role] ?? `[role="${role}"]`)
  return [...found].filter((element) => {
    const actual = nameOf(element)
    return typeof name === 'string' ? actual === name : name.test(actual)
  })
}

export function byRole<Found extends HTMLElement = HTMLElement>(role: string, name?: string | RegExp): Found {
  const [found] = allByRole(role, name)
  if (found === undefined) {
    const there = allByRole(role).map(nameOf)
    throw new Error(`no ${role} named ${String(name)}; there are: ${there.join(' | ')}`)
  }
  return found as Found
}

/** Lets promises and renders settle: every answer of the fake bridge takes a few turns of the queue. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) {
    await Promise.resolve()
    await nextTick()
  }
}

export async function press(role: string, name: string | RegExp): Promise<void> {
  byRole(role, name).click()
  await settle()
}

export async function type(role: string, name: string | RegExp, text: string): Promise<void> {
  const field = byRole<HTMLInputElement>(role, name)
  field.value = text
  field.dispatchEvent(new Event('input', { bubbles: true }))
  field.dispatchEvent(new Event('change', { bubbles: true }))
  await settle()
}

/** Presses a key where the focus is, as the window hears it. */
export async function key(pressed: string, init: KeyboardEventInit = {}): Promise<void> {
  const target = document.activeElement ?? document.body
  target.dispatchEvent(
    new KeyboardEvent('keydown', { key: pressed, bubbles: true, cancelable: true, ...init }),
  )
  await settle()
}

export const pageText = (): string => textOf(document.body)

let mounted: VueWrapper[] = []
let consoles: BoardConsole[] = []

/** Mounts a component in the page, on a fake main process. Call `unmountAll` after each test. */
export async function show(
  component: Component,
  fake: FakeBridge,
  props: Readonly<Record<string, unknown>> = {},
  plugins: readonly Plugin[] = [],
): Promise<VueWrapper> {
  vi.stubGlobal('bridge', fake.bridge)
  const pinia = createPinia()
  setActivePinia(pinia)
  const wrapper = mount(component, {
    attachTo: document.body,
    props,
    global: { plugins: [pinia, i18n, ...plugins] },
  })
  mounted.push(wrapper)
  await settle()
  return wrapper
}

/** The same for a screen about reservations, on a console of its own; it ends with `unmountAll`. */
export async function showConsole(
  component: Component,
  fake: FakeBridge,
  props: Readonly<Record<string, unknown>> = {},
): Promise<BoardConsole> {
  const { bridge } = fake
  const own = createConsole({ bridge, settings: () => DEFAULT_SETTINGS, saveSettings: () => undefined })
  consoles.push(own)
  await show(component, fake, props, [
    (app: App) => {
      provideConsole(app, own)
    },
  ])
  return own
}

/** Opens a menu by its button, as the keyboard does. */
export async function openMenu(name: string | RegExp): Promise<void> {
  byRole('button', name).focus()
  await key('Enter')
}

export function unmountAll(): void {
  for (const wrapper of mounted) wrapper.unmount()
  for (const own of consoles) own.stop()
  mounted = []
  consoles = []
  for (const { id } of toasts.value) dismissToast(id)
  document.body.innerHTML = ''
}
