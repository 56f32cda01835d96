-- Subject fields of a person beside the main one, which stands with the person.

CREATE TABLE person_field (
    person_id BIGINT NOT NULL REFERENCES person (id),
    field_id BIGINT NOT NULL REFERENCES field (id),
    place BIGINT NOT NULL CHECK (place > 0),
    PRIMARY KEY (person_id, field_id)
);
CREATE INDEX person_field_field ON person_field (field_id);
