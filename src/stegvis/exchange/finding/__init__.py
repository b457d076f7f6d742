"""Finding what is offered: by words, filters and what one lacks; as a list, a calendar, a map; openly for anybody."""
