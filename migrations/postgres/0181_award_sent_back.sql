-- Why the decision maker has sent a proposal back, until it is made anew.
ALTER TABLE award_cycle ADD COLUMN sent_back TEXT NOT NULL DEFAULT '';
