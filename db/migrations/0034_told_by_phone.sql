ALTER TABLE "events" DROP CONSTRAINT "events_action";--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "told_by_phone_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_action" CHECK ("events"."action" in ('open', 'join', 'recall', 'callOff', 'edit', 'answer', 'answerByPhone', 'praise', 'anger', 'leave', 'escalate', 'plan', 'undo', 'preWarn', 'breach', 'supervise', 'route', 'handOut', 'revoke', 'progress', 'reportIn', 'lateReportIn', 'mediate', 'meet', 'rate', 'callback', 'accept', 'file', 'assign', 'raise', 'whistle', 'timeOut', 'bounce', 'takeUp', 'askResident', 'hold', 'resume', 'resolve', 'verify', 'lapse', 'reopen', 'reject', 'withdraw', 'merge', 'split', 'refer'));--> statement-breakpoint
-- Whether residents have heard of a matter lately is counted from above too.
do $$
begin
  if exists (select 1 from pg_roles where rolname = 'huiyin_street') then
    grant select (told_by_phone_at) on tickets to huiyin_street;
  end if;
end $$;
