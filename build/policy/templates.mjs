// Administrative templates and samples, made from the table so that none of them can be out of date.
import { POLICY_TABLE } from './table.mjs'

const REGISTRY_KEY = 'Software\\Policies\\SupervisorConsoleTaskRouter'
const NAMESPACE = 'SupervisorConsole.Policies.TaskRouter'
const LEVELS = /** @type {const} */ (['Enforced', 'Default'])
const DOMAIN = 'com.taskrouterconsole.supervisor'

/** @typedef {import('./table.mjs').Entry} Entry */

/** @param {string} text */
const xml = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** @param {Entry} entry */
function element({ key, kind, min, max }) {
  const named = `id="value" valueName="${key}"`
  if (kind === 'number') return `<decimal ${named} minValue="${min}" maxValue="${max}" required="true" />`
  if (kind === 'list') return `<multiText ${named} />`
  return `<text ${named} maxLength="4000" />`
}

/** @param {Entry} entry @param {string} level */
function policy(entry, level) {
  const name = `${level}_${entry.key}`
  const head = `<policy name="${name}" class="Both" displayName="$(string.${name})" explainText="$(string.explain${level})" key="${REGISTRY_KEY}\\${level}"`
  const place = `<parentCategory ref="${level}" /><supportedOn ref="windows:SUPPORTED_Windows7" />`
  return entry.kind === 'switch'
    ? `    ${head} valueName="${entry.key}">${place}<enabledValue><decimal value="1" /></enabledValue><disabledValue><decimal value="0" /></disabledValue></policy>`
    : `    ${head} presentation="$(presentation.${name})">${place}<elements>${element(entry)}</elements></policy>`
}

const admx = () =>
  `<?xml version="1.0" encoding="utf-8"?>
<policyDefinitions xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" revision="1.0" schemaVersion="1.0">
  <policyNamespaces>
    <target prefix="console" namespace="${NAMESPACE}" />
    <using prefix="windows" namespace="Microsoft.Policies.Windows" />
  </policyNamespaces>
  <resources minRequiredRevision="1.0" />
  <categories>
    <category name="Console" displayName="$(string.console)" />
${LEVELS.map((level) => `    <category name="${level}" displayName="$(string.category${level})"><parentCategory ref="Console" /></category>`).join('\n')}
  </categories>
  <policies>
${LEVELS.flatMap((level) => POLICY_TABLE.map((entry) => policy(entry, level))).join('\n')}
  </policies>
</policyDefinitions>
`

const WORDS = {
  en: {
    Enforced: ['Enforced', 'Fixed for everybody: the setting shows a lock and cannot be changed.'],
    Default: ['Defaults', 'Proposed: everybody can change it.'],
  },
  es: {
    Enforced: ['Fijados', 'Fijado para todos: el ajuste muestra un candado y no se puede cambiar.'],
    Default: ['Predeterminados', 'Propuesto: cada uno puede cambiarlo.'],
  },
}

/** @param {Entry} entry @param {string} text */
function control({ kind }, text) {
  if (kind === 'number') return `<decimalTextBox refId="value">${xml(text)}</decimalTextBox>`
  if (kind === 'list') return `<multiTextBox refId="value" />`
  return `<textBox refId="value"><label>${xml(text)}</label></textBox>`
}

/** @param {'en' | 'es'} language */
function adml(language) {
  const strings = LEVELS.flatMap((level) => [
    `      <string id="category${level}">${WORDS[language][level][0]}</string>`,
    `      <string id="explain${level}">${WORDS[language][level][1]}</string>`,
    ...POLICY_TABLE.map(
      (entry) => `      <string id="${level}_${entry.key}">${xml(entry[language])}</string>`,
    ),
  ])
  const presentations = LEVELS.flatMap((level) =>
    POLICY_TABLE.filter(({ kind }) => kind !== 'switch').map(
      (entry) =>
        `      <presentation id="${level}_${entry.key}">${control(entry, entry[language])}</presentation>`,
    ),
  )
  return `<?xml version="1.0" encoding="utf-8"?>
<policyDefinitionResources xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" revision="1.0" schemaVersion="1.0">
  <displayName>Supervisor Console for TaskRouter</displayName>
  <description>Supervisor Console for TaskRouter</description>
  <resources>
    <stringTable>
      <string id="console">Supervisor Console for TaskRouter</string>
${strings.join('\n')}
    </stringTable>
    <presentationTable>
${presentations.join('\n')}
    </presentationTable>
  </resources>
</policyDefinitionResources>
`
}

const PROPOSED = ['startAtLogin', 'startHidden', 'closeToTray', 'pollSeconds', 'operator']

/** A sample with every setting once: some proposed, the others fixed. */
export function samplePolicy() {
  const level = (/** @type {boolean} */ proposed) =>
    Object.fromEntries(
      POLICY_TABLE.filter(({ key }) => PROPOSED.includes(key) === proposed).map(({ key, sample }) => [
        key,
        sample,
      ]),
    )
  return { default: level(true), enforced: level(false) }
}

/** @param {unknown} value @returns {string} */
function plist(value) {
  if (typeof value === 'boolean') return value ? '<true/>' : '<false/>'
  if (typeof value === 'number') return `<integer>${value}</integer>`
  if (typeof value === 'string') return `<string>${xml(value)}</string>`
  if (Array.isArray(value)) return `<array>${value.map(plist).join('')}</array>`
  return `<dict>${Object.entries(/** @type {object} */ (value))
    .map(([key, item]) => `<key>${xml(key)}</key>${plist(item)}`)
    .join('')}</dict>`
}

const mobileconfig = () =>
  `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
${plist({
  PayloadType: 'Configuration',
  PayloadVersion: 1,
  PayloadIdentifier: `${DOMAIN}.policy`,
  PayloadUUID: '6D0E2A55-6B0C-4C0B-9B39-5B0B5C7E2A11',
  PayloadDisplayName: 'Supervisor Console for TaskRouter',
  PayloadScope: 'System',
  PayloadContent: [
    {
      PayloadType: DOMAIN,
      PayloadVersion: 1,
      PayloadIdentifier: `${DOMAIN}.policy.settings`,
      PayloadUUID: 'A7C2C1E4-0F3B-4D57-8E2F-0D6C3C1B9F42',
      PayloadDisplayName: 'Supervisor Console for TaskRouter',
      ...samplePolicy(),
    },
  ],
})}
</plist>
`

/** Files of docs/admin by name. */
export const policyFiles = () => ({
  'SupervisorConsole.admx': admx(),
  'en-US/SupervisorConsole.adml': adml('en'),
  'es-ES/SupervisorConsole.adml': adml('es'),
  'policy.json': `${JSON.stringify(samplePolicy(), null, 2)}\n`,
  'SupervisorConsole.mobileconfig': mobileconfig(),
})
