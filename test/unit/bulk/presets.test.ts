import { afterEach, describe, expect, it } from 'vitest'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Presets } from '../../../main/bulk/presets'
import { diskFiles } from '../../../main/history/files'
import { instructionOf } from '../../../preload/contract/instructions'
import { draftIssues, PRESETS_MAX, type Preset } from '../../../preload/contract/presets'
import { MemoryFiles } from '../../support/memory-files'
import { NOON, sid } from '../../support/rows'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'presets-'))
  folders.push(made)
  return made
}

const open = (where: string, n = 1, files = diskFiles as ConstructorParameters<typeof Presets>[0]['files']) =>
  new Presets({ folder: where, files, workspaceSid: sid('WS', n), now: () => NOON })

const voicemail: Preset = {
  id: 'one',
  name: 'Voicemail',
  instruction: instructionOf('redirect', {
    RedirectUrl: 'https://example.com/vm?task={{task.sid}}',
    RedirectCallSid: '{{task.attributes.call_sid}}',
  }),
  isDefault: false,
}
const FILE = `${sid('WS', 1)}.json`

describe('presets', () => {
  it('are kept per workspace, over restarts', async () => {
    const where = await folder()
    await open(where).save(voicemail)
    await open(where).save({ ...voicemail, id: 'two', name: 'Callback' })
    expect((await open(where).list()).presets.map(({ name }) => name)).toEqual(['Voicemail', 'Callback'])
    expect(await open(where, 2).list()).toEqual({ presets: [], recovered: false })
    await open(where).remove('one')
    expect((await open(where).list()).presets.map(({ id }) => id)).toEqual(['two'])
    await expect(open(where).remove('one')).rejects.toMatchObject({ problem: { code: 'notFound' } })
  })

  it('have one default of each instruction at most', async () => {
    const presets = open(await folder())
    await presets.save({ ...voicemail, isDefault: true })
    await presets.save({ ...voicemail, id: 'two', isDefault: true })
    const dequeue = { ...voicemail, id: 'three', instruction: instructionOf('dequeue'), isDefault: true }
    const { presets: list } = await presets.save(dequeue)
    expect(list.map(({ id, isDefault }) => [id, isDefault])).toEqual([
      ['one', false],
      ['two', true],
      ['three', true],
    ])
  })

  it('never hold a secret: one is refused and nothing is written', async () => {
    const where = await folder()
    const instruction = instructionOf('conference', { From: '+15550100', SipAuthPassword: 'hush-hush' })
    await expect(open(where).save({ ...voicemail, instruction })).rejects.toMatchObject({
      problem: { code: 'invalid', fields: [{ path: 'SipAuthPassword' }] },
    })
    expect(await readdir(where)).toEqual([])
  })

  it.each([
    ['conference', 'To'],
    ['dequeue', 'DequeueTo'],
    ['call', 'CallTo'],
  ] as const)('never hold the number of a person: %s with a literal %s is refused', async (kind, target) => {
    const where = await folder()
    const withNumber = instructionOf(kind, { [target]: '+15550142' })
    await expect(open(where).save({ ...voicemail, instruction: withNumber })).rejects.toMatchObject({
      problem: { code: 'invalid', fields: [{ path: target }] },
    })
    expect(await readdir(where)).toEqual([])
    const fromRow = instructionOf(kind, { [target]: '{{worker.attributes.contact_uri}}' })
    expect((await open(where).save({ ...voicemail, instruction: fromRow })).presets).toHaveLength(1)
  })

  it('may hold a caller id: it is a number of the workspace', async () => {
    const where = await folder()
    const instruction = instructionOf('call', { CallFrom: '+15550100' })
    expect((await open(where).save({ ...voicemail, instruction })).presets).toHaveLength(1)
  })

  it.each([
    ['{{task.attributes}}', 'task.attributes'],
    ['{{caller}}', 'caller'],
    ['https://example.com/{{worker.phone}}', 'worker.phone'],
  ])('are refused with the name of what a template does not know: %s', async (text, name) => {
    const instruction = { kind: 'redirect', parameters: { RedirectUrl: text } } as const
    const answer = open(await folder()).save({ ...voicemail, instruction })
    await expect(answer).rejects.toMatchObject({ problem: { code: 'invalid' } })
    expect(draftIssues(instruction)).toContainEqual(
      expect.objectContaining({ code: 'unknownPlaceholder', parameter: 'RedirectUrl', facts: { name } }),
    )
  })

  it('may wait for what is still missing, but not hold what is wrong', async () => {
    const presets = open(await folder())
    await presets.save({ ...voicemail, instruction: instructionOf('redirect') })
    const wrong = { kind: 'redirect', parameters: { RedirectUrl: 'nowhere' } } as const
    await expect(presets.save({ ...voicemail, instruction: wrong })).rejects.toMatchObject({
      problem: { fields: [{ path: 'RedirectUrl' }] },
    })
  })

  it('survive a damaged file as far as it can be read, and keep the rest aside', async () => {
    const where = await folder()
    await open(where).save(voicemail)
    const good = JSON.parse(await readFile(join(where, FILE), 'utf8')) as { presets: unknown[] }
    const text = JSON.stringify({ ...good, presets: [...good.presets, { id: 'x', name: '' }] })
    await writeFile(join(where, FILE), text)
    expect(await open(where).list()).toMatchObject({ presets: [{ id: 'one' }], recovered: true })
    const aside = (await readdir(where)).find((name) => name.includes('.damaged-')) ?? ''
    expect(await readFile(join(where, aside), 'utf8')).toBe(text)
    expect(await open(where).list()).toMatchObject({ presets: [{ id: 'one' }], recovered: false })
    await writeFile(join(where, FILE), '{"presets": [')
    expect(await open(where).list()).toEqual({ presets: [], recovered: true })
  })

  it('read a file that was written before files had a version', async () => {
    const where = await folder()
    await writeFile(join(where, FILE), JSON.stringify({ presets: [voicemail] }))
    expect(await open(where).list()).toEqual({ presets: [voicemail], recovered: false })
  })

  it('go to another workspace as a file, which names what it could not take', async () => {
    const where = await folder()
    const from = open(where)
    await from.save(voicemail)
    const document = JSON.parse(await from.exported()) as { presets: unknown[] }
    const secret = instructionOf('conference', { SipAuthPassword: 'hush' })
    document.presets.push({ ...voicemail, id: 'two', name: 'Secretive', instruction: secret }, 7)
    const into = open(where, 2)
    await into.save({ ...voicemail, name: 'Old name' })
    expect(await into.import(JSON.stringify(document))).toMatchObject({
      taken: 1,
      refused: ['Secretive', '#3'],
      list: { presets: [{ id: 'one', name: 'Voicemail' }] },
    })
    await expect(into.import('no presets')).rejects.toMatchObject({ problem: { code: 'invalid' } })
  })

  it('are limited in number, and keep what was there when the disk is full', async () => {
    const files = new MemoryFiles()
    const presets = open('/presets', 1, files)
    for (let n = 0; n < PRESETS_MAX; n += 1) await presets.save({ ...voicemail, id: `p${n}` })
    await expect(presets.save({ ...voicemail, id: 'more' })).rejects.toMatchObject({
      problem: { code: 'invalid' },
    })
    files.room = 0
    await expect(presets.save({ ...voicemail, id: 'p1', name: 'Renamed' })).rejects.toMatchObject({
      problem: { code: 'diskFull' },
    })
    files.room = Infinity
    expect((await open('/presets', 1, files).list()).presets[1]?.name).toBe('Voicemail')
  })
})
