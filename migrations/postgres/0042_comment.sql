-- What a judge writes about a nominee is a comment, as the form calls it.
ALTER TABLE score_sheet RENAME COLUMN remark TO comment;
