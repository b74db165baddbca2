import { phrases } from '../reading/phrase.ts'
import type { Reading } from '../reading/reading.ts'

const SAYS = phrases(['听说|据说|传言|传闻|有人说|是不是|真的(假的|吗)|跑路|不干了|(?<!不)(要|会|快|准备|打算)(撤|走|跑|退)|[?？]'])

/** 听说物业要跑路？ worries the neighbours but asks nobody to act: staff learn of it when it spreads. */
export function isRumour({ intent, category }: Pick<Reading, 'intent' | 'category'>, words: string): boolean {
  return intent === 'report' && category === 'property.exit' && SAYS.test(words)
}
