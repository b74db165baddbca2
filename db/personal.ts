/**
 * What becomes of a column when the resident of whom it tells has everything deleted. `erased`: at once. `renamed`: their names go at once, the words when the
 * ticket is over; `beside` the same, and it hangs on a ticket of its own accord. `gone`: the row is. `goesOver`: to whom they are from then on.
 */
type Fate = 'erased' | 'renamed' | 'beside' | 'gone' | 'goesOver'

/** Every column that may hold a resident's name, number, home, words or picture. A test holds it against the schema. */
export const PERSONAL = {
  'members.external_id': 'goesOver',
  'members.nickname': 'erased',
  'messages.alias': 'erased',
  'messages.text': 'erased',
  'messages.quote': 'erased',
  'messages.caption': 'erased',
  'messages.media_hash': 'erased',
  'media.bytes': 'gone',
  'media.thumbnail': 'gone',
  'departures.name': 'gone',
  'readings.summary': 'erased',
  'readings.place': 'erased',
  'corrections.label': 'erased',
  'reports.alias': 'erased',
  'reports.words': 'erased',
  'tickets.summary': 'renamed',
  'tickets.first_summary': 'renamed',
  'tickets.place': 'renamed',
  'tickets.plan': 'renamed',
  'tickets.intake_ref': 'renamed',
  'ticket_search.words': 'renamed',
  'ticket_search.characters': 'renamed',
  'events.actor_name': 'erased',
  'events.note': 'renamed',
  'events.changes': 'renamed',
  'outbox.mention': 'erased',
  'outbox.text': 'renamed',
  'saved_filters.query': 'renamed',
  'ticket_notes.words': 'beside',
  'ratings.call_note': 'beside',
  'consultations.title': 'beside',
  'visit_answers.text': 'beside',
  'pages.headline': 'beside',
} as const satisfies Record<string, Fate>

/** Text that tells of no resident, or of one for another reason than what they said: table → why. A column alone stands as `table.column`. */
export const NOT_BY_RESIDENTS = {
  alerts: '出了什么故障',
  announcements: '社区自己的通知',
  appointments: '任职登记：由社区按职务保存和更改',
  articles: '社区自己的条目',
  article_versions: '社区自己的条目',
  auth_accounts: '工作人员的账号',
  auth_rate_limits: '工作人员的账号',
  auth_sessions: '工作人员的账号',
  auth_users: '工作人员的账号',
  auth_verifications: '工作人员的账号',
  channels: '机器人自己的账号',
  communities: '社区的设置；值班名单由社区按职务保存和更改',
  'consultations.place': '会场',
  'consultations.parties': '哪几方',
  deeds: '工作人员做了什么，从不写居民的信息',
  duty_slots: '值班登记：由社区按职务保存和更改',
  evidence: '工作人员拍的现场',
  grids: '网格',
  management_changes: '物业的更替',
  'media.hash': '图片的指纹；没有人用的图片已删掉',
  'media.content_type': '图片的格式',
  'members.account': '机器人自己的账号',
  'members.session': '哪一次登录',
  'messages.account': '机器人自己的账号',
  'messages.external_id': '微信给这一条的编号',
  'messages.recalls': '微信给被撤回那一条的编号',
  org_units: '社区、小区、楼栋',
  'outbox.key': '防止重复的记号',
  'pages.incident': '哪一张工单',
  'pages.name': '值班人员',
  'pages.phone': '值班人员',
  'pages.acked_by_name': '值班人员',
  'readings.prompt_id': '用的哪一版提示词',
  'readings.model': '用的哪个模型',
  room_claims: '认领群的口令',
  rooms: '群',
  'saved_filters.name': '同事起的名字',
  setup_links: '首次安装',
  sign_in_failures: '工作人员的账号',
  special_days: '日历',
  staff: '工作人员',
  stations: '连心站',
  ticket_links: '外单位的经办人',
  ticket_numbers: '编号',
  'tickets.number': '编号',
  'tickets.whistle': '哪些部门',
  'tickets.mediation': '调解到第几步',
  'visits.household': '入户登记：不与微信对应，由社区按登记查、改、删',
  'visits.notes': '入户登记：不与微信对应，由社区按登记查、改、删',
  wording_changes: '社区自己的用语',
} as const satisfies Record<string, string>

/** Table and column of everything that shares a fate. */
export function columnsThat(fate: Fate): [table: string, column: string][] {
  return Object.entries(PERSONAL)
    .filter(([, one]) => one === fate)
    .map(([name]) => name.split('.') as [string, string])
}
