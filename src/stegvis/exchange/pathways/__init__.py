"""My way: which of what is offered closes most of what one lacks, within one's time and money."""
