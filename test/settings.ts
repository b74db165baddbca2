import { type Community, DEFAULT_CERTAINTY, DEFAULT_PACE, DEFAULT_PAGING, DEFAULT_PATIENCE, DEFAULT_REMINDERS } from '../core/community.ts'
import { DEFAULT_WINDOWS } from '../core/conversation/windows.ts'
import { NO_HOTLINES } from '../core/hotlines.ts'
import { DEFAULT_WEEK } from '../core/hours.ts'
import { DEFAULT_ROUTING } from '../core/routing/settings.ts'
import { DEFAULT_BURST } from '../core/signal/signal.ts'
import { DEFAULT_BUDGET } from '../core/speech/budget.ts'
import { DEFAULT_QUIET_HOURS } from '../core/speech/quiet.ts'
import { DEFAULT_TIER_TERMS } from '../core/ticket/terms.ts'

/** A community that has decided nothing for itself, for tests that need no database. */
export const COMMUNITY: Community = {
  id: 1,
  name: '锦宁社区',
  timeZone: 'Asia/Shanghai',
  contact: '',
  week: DEFAULT_WEEK,
  specialDays: [],
  tierTerms: DEFAULT_TIER_TERMS,
  categoryTerms: {},
  routing: DEFAULT_ROUTING,
  hotlines: NO_HOTLINES,
  duty: [],
  reminders: DEFAULT_REMINDERS,
  pace: DEFAULT_PACE,
  patience: DEFAULT_PATIENCE,
  windows: DEFAULT_WINDOWS,
  certainty: DEFAULT_CERTAINTY,
  burst: DEFAULT_BURST,
  paging: DEFAULT_PAGING,
  mutedAt: null,
  wordings: {},
  quietHours: DEFAULT_QUIET_HOURS,
  budget: DEFAULT_BUDGET,
}
