import type { RefusalCode } from '../errors.ts'

/** What staff read when the domain says no, and what they can do next. */
export const refusalTexts = {
  'not-found': '没有找到这条记录，可能已被删除或不属于您的社区。',
  'not-allowed': '您没有权限进行这项操作，需要的话请找主任或管理员。',
  'illegal-move': '当前状态下不能这样操作，请刷新后再看。',
  'other-estate': '不是同一个小区的，不能并在一起。',
  ended: '那张工单已经结束，并进去就没有人再跟进了。同样的事又来了，请单独办理。',
  unagreed: '引用居民原话，要先问过本人，再勾选“居民同意引用原话”；没有问到，就只写您自己是怎么核查的。',
  stale: '这条记录刚被同事改过，您的操作没有保存。请看过最新内容再操作。',
  incomplete: '还缺必填的内容，请补充后再提交。',
  past: '再跟进的时间已经过了，请选以后的一天。',
  'step-open': '这件事正在调解：请先在“调解记录”里写下这一步的结果，一步一步往上走，到最后一步才能吹哨、派给上一级或改层级。',
  duplicate: '已有相同的记录，请换一个名称或编号。',
  'in-use': '它名下还有群、居民、工单、知识库条目、任职或下属的站点，不能删除；名称不对可以直接改名。',
  'other-account':
    '机器人的另一个账号已经在同名的群里服务，两个账号都绑定会把每句话说两遍。如果是同一个群，不用再绑定；不是的话，请先在微信里给其中一个改名。',
  'last-administrator': '这是最后一位在用的管理员，不能停用或改成别的角色；请先把另一位同事设为管理员。',
  verifiesOwn: '办理人不能核查自己办的事，请换一位同事。',
  notForRole: '这一页不归您的角色用；需要的话，请主任或管理员给您换一个角色。',
} satisfies Record<RefusalCode, string> & Record<string, string>
