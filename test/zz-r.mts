import { readOffline } from '../core/reading/offline.ts'
import { guessIntent } from '../core/reading/intent.ts'
import { weighReport } from '../core/reading/weigh.ts'
import { plainWords } from '../core/reading/words.ts'
for (const t of process.argv.slice(2)) { const w = plainWords(t); console.log(t, JSON.stringify(guessIntent(w)), JSON.stringify(weighReport(w))); console.log(JSON.stringify(readOffline({ text: t }))) }
