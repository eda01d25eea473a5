import '@fontsource-variable/inter'
import '@fontsource-variable/jetbrains-mono'
import './ui/tokens.css'
import './ui/base.css'
import { firstPaint } from './app/opening'

// The console's own code holds the page for a tenth of a second: the mark of index.html is painted before it runs.
// It is fetched meanwhile (the build names it in index.html as well).
void firstPaint().then(async () => {
  const { mountConsole } = await import('./mount')
  mountConsole()
})

// SIDs are set in it. Fetched now, it is there when the first rows come and they need not be laid out twice.
void document.fonts.load("1em 'JetBrains Mono Variable'")
