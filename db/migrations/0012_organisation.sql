CREATE TABLE "grids" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "grids_name" UNIQUE("community_id","name"),
	CONSTRAINT "grids_own" UNIQUE("id","community_id")
);
--> statement-breakpoint
CREATE TABLE "appointments" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"role" text NOT NULL,
	"staff_id" integer,
	"member_id" integer,
	"name" text NOT NULL,
	"unit_id" integer,
	"grid_id" integer,
	"station_id" integer,
	"from_day" date NOT NULL,
	"to_day" date,
	"elected_by" text NOT NULL,
	CONSTRAINT "appointments_role" CHECK ("appointments"."role" in ('director', 'socialWorker', 'gridWorker', 'buildingCaptain', 'stationLead', 'propertyManager', 'ownersCommittee', 'selfManagementCommittee', 'partyBranch', 'partyGroup')),
	CONSTRAINT "appointments_person" CHECK (num_nonnulls("appointments"."staff_id", "appointments"."member_id") <= 1 and "appointments"."name" <> ''),
	CONSTRAINT "appointments_seat" CHECK (num_nonnulls("appointments"."unit_id", "appointments"."grid_id", "appointments"."station_id") = 1),
	CONSTRAINT "appointments_grid" CHECK (("appointments"."role" = 'gridWorker') = ("appointments"."grid_id" is not null)),
	CONSTRAINT "appointments_station" CHECK (("appointments"."role" = 'stationLead') = ("appointments"."station_id" is not null)),
	CONSTRAINT "appointments_term" CHECK ("appointments"."to_day" >= "appointments"."from_day")
);
--> statement-breakpoint
CREATE TABLE "duty_slots" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"weekday" integer NOT NULL,
	"from_time" text NOT NULL,
	"to_time" text NOT NULL,
	"staff_id" integer,
	"member_id" integer,
	"name" text NOT NULL,
	"post" text NOT NULL,
	"station_id" integer,
	CONSTRAINT "duty_slots_weekday" CHECK ("duty_slots"."weekday" between 1 and 7),
	CONSTRAINT "duty_slots_person" CHECK (num_nonnulls("duty_slots"."staff_id", "duty_slots"."member_id") <= 1 and "duty_slots"."name" <> ''),
	CONSTRAINT "duty_slots_length" CHECK ("duty_slots"."from_time" <> "duty_slots"."to_time")
);
--> statement-breakpoint
CREATE TABLE "management_changes" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"estate_id" integer NOT NULL,
	"before" text NOT NULL,
	"model" text NOT NULL,
	"reason" text NOT NULL,
	"rerouted" integer NOT NULL,
	"changed_by_id" integer NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "management_changes_before" CHECK ("management_changes"."before" in ('property', 'self_managed', 'none')),
	CONSTRAINT "management_changes_model" CHECK ("management_changes"."model" in ('property', 'self_managed', 'none')),
	CONSTRAINT "management_changes_changes" CHECK ("management_changes"."before" <> "management_changes"."model"),
	CONSTRAINT "management_changes_reason" CHECK ("management_changes"."reason" <> '')
);
--> statement-breakpoint
CREATE TABLE "stations" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"parent_id" integer,
	"estate_id" integer,
	"place" text NOT NULL,
	"hours" text NOT NULL,
	CONSTRAINT "stations_name" UNIQUE("community_id","name"),
	CONSTRAINT "stations_own" UNIQUE("id","community_id"),
	CONSTRAINT "stations_kind" CHECK ("stations"."kind" in ('hub', 'studio', 'pavilion', 'point')),
	CONSTRAINT "stations_hub" CHECK (("stations"."kind" = 'hub') <= ("stations"."parent_id" is null))
);
--> statement-breakpoint
ALTER TABLE "article_versions" ADD COLUMN "station_id" integer;--> statement-breakpoint
ALTER TABLE "articles" ADD COLUMN "station_id" integer;--> statement-breakpoint
ALTER TABLE "org_units" ADD COLUMN "management_model" text;--> statement-breakpoint
ALTER TABLE "org_units" ADD COLUMN "grid_id" integer;--> statement-breakpoint
ALTER TABLE "grids" ADD CONSTRAINT "grids_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appointments" ADD CONSTRAINT "appointments_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appointments" ADD CONSTRAINT "appointments_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appointments" ADD CONSTRAINT "appointments_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appointments" ADD CONSTRAINT "appointments_unit_id_org_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."org_units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appointments" ADD CONSTRAINT "appointments_own_grid" FOREIGN KEY ("grid_id","community_id") REFERENCES "public"."grids"("id","community_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appointments" ADD CONSTRAINT "appointments_own_station" FOREIGN KEY ("station_id","community_id") REFERENCES "public"."stations"("id","community_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duty_slots" ADD CONSTRAINT "duty_slots_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duty_slots" ADD CONSTRAINT "duty_slots_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duty_slots" ADD CONSTRAINT "duty_slots_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duty_slots" ADD CONSTRAINT "duty_slots_own_station" FOREIGN KEY ("station_id","community_id") REFERENCES "public"."stations"("id","community_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "management_changes" ADD CONSTRAINT "management_changes_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "management_changes" ADD CONSTRAINT "management_changes_estate_id_org_units_id_fk" FOREIGN KEY ("estate_id") REFERENCES "public"."org_units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "management_changes" ADD CONSTRAINT "management_changes_changed_by_id_staff_id_fk" FOREIGN KEY ("changed_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stations" ADD CONSTRAINT "stations_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stations" ADD CONSTRAINT "stations_estate_id_org_units_id_fk" FOREIGN KEY ("estate_id") REFERENCES "public"."org_units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stations" ADD CONSTRAINT "stations_own_parent" FOREIGN KEY ("parent_id","community_id") REFERENCES "public"."stations"("id","community_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "appointments_community" ON "appointments" USING btree ("community_id");--> statement-breakpoint
CREATE INDEX "duty_slots_community" ON "duty_slots" USING btree ("community_id");--> statement-breakpoint
CREATE INDEX "management_changes_estate" ON "management_changes" USING btree ("estate_id","id");--> statement-breakpoint
ALTER TABLE "article_versions" ADD CONSTRAINT "article_versions_station_id_stations_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."stations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "articles" ADD CONSTRAINT "articles_station_id_stations_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."stations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "org_units" ADD CONSTRAINT "org_units_own_grid" FOREIGN KEY ("grid_id","community_id") REFERENCES "public"."grids"("id","community_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "org_units" ADD CONSTRAINT "org_units_management" CHECK ("org_units"."management_model" in ('property', 'self_managed', 'none'));--> statement-breakpoint
UPDATE "org_units" SET "management_model" = 'property' WHERE "kind" = 'estate';--> statement-breakpoint
ALTER TABLE "org_units" ADD CONSTRAINT "org_units_managed" CHECK (("org_units"."kind" = 'estate') = ("org_units"."management_model" is not null));--> statement-breakpoint
ALTER TABLE "org_units" ADD CONSTRAINT "org_units_grid" CHECK ("org_units"."grid_id" is null or "org_units"."kind" = 'building');