import { afterEach, expect, it } from 'vitest'
import { keepFocus } from '../../../../renderer/ui'

afterEach(() => {
  document.body.replaceChildren()
})

function page(html: string): HTMLElement {
  document.body.innerHTML = `<main id="content" tabindex="-1">${html}</main><button id="other"></button>`
  const content = document.getElementById('content')
  if (content === null) throw new Error('no content')
  return content
}

const focus = (id: string) => document.getElementById(id)?.focus()
const observed = () => new Promise((resolve) => setTimeout(resolve))

it('the focus on a row that is taken away goes to the row that is the stop of the Tab key', async () => {
  const content = page(
    '<div role="row" id="a" tabindex="0"></div><div role="row" id="b" tabindex="-1"></div>',
  )
  const stop = keepFocus(content)
  focus('a')
  document.getElementById('b')?.setAttribute('tabindex', '0')
  document.getElementById('a')?.remove()
  await observed()
  expect(document.activeElement?.id).toBe('b')
  stop()
})

it('with no row left it goes to the page', async () => {
  const content = page('<div role="row" id="a" tabindex="0"></div>')
  const stop = keepFocus(content)
  focus('a')
  document.getElementById('a')?.remove()
  await observed()
  expect(document.activeElement?.id).toBe('content')
  stop()
})

it('takes no focus that is elsewhere, and none that nobody lost', async () => {
  const content = page(
    '<div role="row" id="a" tabindex="0"></div><div role="row" id="b" tabindex="-1"></div>',
  )
  const stop = keepFocus(content)
  focus('a')
  focus('other')
  document.getElementById('a')?.remove()
  await observed()
  expect(document.activeElement?.id).toBe('other')
  document.getElementById('other')?.blur()
  document.getElementById('b')?.remove()
  await observed()
  expect(document.activeElement).toBe(document.body)
  stop()
})
