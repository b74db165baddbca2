CREATE TABLE "recovery_codes" (
	"user_id" text NOT NULL,
	"code_hash" text NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "recovery_codes_user_id_code_hash_pk" PRIMARY KEY("user_id","code_hash")
);
--> statement-breakpoint
CREATE TABLE "second_factors" (
	"user_id" text PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"confirmed_at" timestamp with time zone,
	"last_step" integer,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "second_steps" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "deeds" DROP CONSTRAINT "deeds_action";--> statement-breakpoint
ALTER TABLE "deeds" ALTER COLUMN "staff_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "deeds" ADD COLUMN "changes" json DEFAULT '{}'::json NOT NULL;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_second_factors_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."second_factors"("user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "second_factors" ADD CONSTRAINT "second_factors_user_id_auth_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."auth_users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "second_steps" ADD CONSTRAINT "second_steps_user_id_auth_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."auth_users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deeds" ADD CONSTRAINT "deeds_action" CHECK ("deeds"."action" in ('changeRole', 'leaveService', 'returnToService', 'resetPassword', 'changePassword', 'signOutOthers', 'addColleague', 'turnOnSecondFactor', 'turnOffSecondFactor', 'resetSecondFactor', 'spendRecoveryCode', 'setCommunity', 'setHours', 'setCalendar', 'setTerms', 'setRouting', 'setHotlines', 'setDuty', 'setPace', 'setListening', 'setManners', 'setWordings', 'setModel', 'setMute', 'setEstates', 'setOrganisation', 'setGrids', 'setAppointments', 'setStations', 'setRoster', 'setRooms', 'offerClaim', 'setArticles', 'exportTickets', 'exportFigures', 'exportCorrections'));
--> statement-breakpoint
do $$ declare guarded text; begin
  foreach guarded in array array['recovery_codes', 'second_factors', 'second_steps'] loop
    execute format('alter table %I enable row level security', guarded);
    execute format('create policy own_community on %I using (exists (select from staff where staff.user_id = %I.user_id))', guarded, guarded);
  end loop;
end $$;
