import { withoutMention } from '../mention.ts'
import { phrases } from '../reading/phrase.ts'
import type { Reading } from '../reading/reading.ts'
import { plainWords } from '../reading/words.ts'
import { texts } from '../texts/texts.ts'
import { answer, type Heard, isSpokenTo, type Response, type Situation, stay } from './situation.ts'

const LONGEST_QUESTION = 16
const ASKS_WHO = phrases([
  '是(不是)?(个)?(真?人(?!家|民|员)|机器(人)?|[Aa][Ii]|智能)(还是|吗|么|吧|呀|啊|嘛|[?？]|$)|(真人|机器人?)还是|(你|您)(到底)?是(谁|什么人|啥人)',
])
const ASKS_TO_REGISTER = phrases(['登记|报(一下|上去)|记(一下|下来|上去)'])

/** Who asks the bot whether it is a person hears that it is not. Null: they ask something else, or somebody else. */
export function respondToWhoAreYou(heard: Heard, reading: Reading, situation: Situation): Response | null {
  const words = plainWords(withoutMention(heard.text))
  const asks = isSpokenTo(heard) && [...words].length <= LONGEST_QUESTION && ASKS_WHO.test(words)
  if (!asks || reading.urgency === 'emergency' || reading.intent === 'report') return null
  return answer(heard, texts.room.whoIAm(situation.community), situation)
}

/**
 * A word to the bot that it can do nothing with: what may be said to it is told once in a while, and not to whom a person has been called. Who wants something
 * registered that the bot has not understood is heard by a person.
 */
export function respondWithHelp(heard: Heard, situation: Situation): Response {
  if (situation.outbursts.isHandedOver) return stay('stillAngry')
  if (ASKS_TO_REGISTER.test(heard.text)) return { act: 'wait', reason: 'unsure' }
  return situation.hasHelp ? stay('alreadyAnswered') : answer(heard, texts.room.help(situation.community), situation)
}
