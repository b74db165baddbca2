ALTER TABLE "messages" DROP CONSTRAINT "messages_reason";--> statement-breakpoint
ALTER TABLE "deeds" DROP CONSTRAINT "deeds_action";--> statement-breakpoint
ALTER TABLE "deeds" ALTER COLUMN "staff_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "erase_asked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_reason" CHECK ("messages"."reason" in ('chatter', 'ownWords', 'systemLine', 'recalled', 'emptyMessage', 'photoAlone', 'spokenByStaff', 'unboundRoom', 'claimed', 'noticeNotPosted', 'nothingToConfirm', 'nothingToTell', 'sameEmergency', 'photoOfReport', 'sameMatter', 'nothingToAddTo', 'nothingToJoin', 'nothingToWithdraw', 'praise', 'signUp', 'vote', 'volunteer', 'notice', 'socialRoom', 'staffRoom', 'rumour', 'stillAngry', 'alreadyAnswered', 'erased', 'unsure', 'unreadable', 'voice', 'failed', 'strangerInPrivate', 'question', 'suggestion', 'project', 'angry', 'late'));--> statement-breakpoint
ALTER TABLE "deeds" ADD CONSTRAINT "deeds_staff" CHECK ("deeds"."action" <> 'eraseResident' or "deeds"."staff_id" is null);--> statement-breakpoint
ALTER TABLE "deeds" ADD CONSTRAINT "deeds_action" CHECK ("deeds"."action" in ('changeRole', 'leaveService', 'returnToService', 'resetPassword', 'changePassword', 'signOutOthers', 'addColleague', 'turnOnSecondFactor', 'turnOffSecondFactor', 'resetSecondFactor', 'spendRecoveryCode', 'setCommunity', 'setHours', 'setCalendar', 'setTerms', 'setRouting', 'setHotlines', 'setDuty', 'setPace', 'setListening', 'setManners', 'setWordings', 'setModel', 'setMute', 'setEstates', 'setOrganisation', 'setGrids', 'setAppointments', 'setStations', 'setRoster', 'setRooms', 'offerClaim', 'setArticles', 'exportTickets', 'exportFigures', 'exportCorrections', 'reveal', 'eraseResident'));--> statement-breakpoint
-- What was done, when and in which order stays for ever. Names and words may be replaced where they have to be forgotten, and never from the console.
create or replace function refuse_rewriting() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and tg_table_name = 'events' and current_setting('app.forgetting', true) = 'on' and current_user not in ('huiyin_console', 'huiyin_field', 'huiyin_street')
    and to_jsonb(new) - array['actor_name', 'note', 'changes'] = to_jsonb(old) - array['actor_name', 'note', 'changes'] then
    return new;
  end if;
  raise exception 'history is only ever added to';
end
$$;
