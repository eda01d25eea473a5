// The documents name files, folders, commands, settings and places of the settings screen; this keeps the names true.
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { inRoot } from '../../../build/lib/paths.mjs'
import { POLICY_KEYS } from '../../../main/settings/policy/policy'
import { SETTINGS_SECTIONS } from '../../../renderer/settings/sections'
import { settings as english } from '../../../renderer/i18n/messages/settings.en'

const pages = [
  ...['README.md', 'ARCHITECTURE.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...(await readdir(inRoot('docs'))).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
]
const texts = await Promise.all(
  pages.map(async (page) => ({ page, text: await readFile(inRoot(page), 'utf8') })),
)
const textOf = (page: string): string => texts.find((each) => each.page === page)?.text ?? ''

/** What stands in backticks anywhere, with its page. */
const quoted = texts.flatMap(({ page, text }) =>
  [...text.matchAll(/`([^`\n]+)`/g)].map(([, name = '']) => ({ page, name })),
)
const named = (pattern: RegExp) => quoted.filter(({ name }) => pattern.test(name))

/** Folders of the repository, and those of `main` and `renderer`, below which documents name files for short. */
const TOP = ['main', 'preload', 'renderer', 'build', 'test', 'docs', '.github']
const foldersOf = async (folder: string): Promise<string[]> =>
  (await readdir(inRoot(folder), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
const inside = { main: await foldersOf('main'), renderer: await foldersOf('renderer') }
const ENDINGS = ['', '.ts', '.vue', '.mjs', '.test.ts', '.spec.ts', '.bench.ts', '.en.ts', '.md']

/** `folder/name`, with or without its ending, from the root or short for what is in `main` or `renderer`. */
function isThere(name: string): boolean {
  const wanted = name.replace(/\.\*$/, '').replace(/\/$/, '')
  return ['.', 'main', 'renderer', 'test'].some((from) =>
    ENDINGS.some((ending) => existsSync(inRoot(from, `${wanted}${ending}`))),
  )
}

const starts = [...TOP, ...inside.main, ...inside.renderer].map((name) => name.replace('.', '\\.'))
const paths = named(new RegExp(`^(${starts.join('|')})/[\\w./*-]+$`))
const links = texts.flatMap(({ page, text }) =>
  [...text.matchAll(/\]\(([^)#\s]+)\)/g)]
    .map(([, target = '']) => ({ page, target }))
    .filter(({ target }) => !/^https?:/.test(target)),
)

describe('the documents', () => {
  it('name enough for this to mean something', () => {
    expect(paths.length).toBeGreaterThan(100)
    expect(links.length).toBeGreaterThan(10)
  })

  it('name only files and folders that are there', () => {
    expect(paths.filter(({ name }) => !isThere(name))).toEqual([])
  })

  it('link only to files that are there', () => {
    expect(links.filter(({ page, target }) => !existsSync(inRoot(path.dirname(page), target)))).toEqual([])
  })

  it('name only commands that are there', async () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(await readFile(inRoot('package.json'), 'utf8')))
    const commands = texts.flatMap(({ page, text }) =>
      [...text.matchAll(/\bnpm (?:run )?(start|test|(?<=run )[\w:]+)/g)].map(([, name = '']) => ({
        page,
        name,
      })),
    )
    expect(commands.length).toBeGreaterThan(20)
    expect(commands.filter(({ name }) => !(name in scripts))).toEqual([])
  })

  it('call the sections of the settings what the screen calls them', () => {
    const titles = SETTINGS_SECTIONS.map((section) => english.settings.section[section])
    const told = texts.flatMap(({ page, text }) =>
      [...text.matchAll(/Settings › ([A-Z][a-z ]+[a-z])/g)].map(([, title = '']) => ({ page, title })),
    )
    expect(told.length).toBeGreaterThan(8)
    expect(told.filter(({ title }) => !titles.some((each) => title.startsWith(each)))).toEqual([])
  })
})

describe('docs/ADMIN.md', () => {
  it('names every setting that a policy can decide', () => {
    const text = textOf('docs/ADMIN.md')
    expect(POLICY_KEYS.filter((key) => !text.includes(`\`${key}\``))).toEqual([])
  })
})

describe('ARCHITECTURE.md', () => {
  it('has a line for every part of main, and names every part of the window', () => {
    const text = textOf('ARCHITECTURE.md')
    expect(inside.main.filter((name) => !text.includes(`\`main/${name}\``))).toEqual([])
    const [line = ''] = /^\| `renderer`.*$/m.exec(text) ?? []
    expect(inside.renderer.filter((name) => !line.includes(`\`${name}\``))).toEqual([])
  })
})
