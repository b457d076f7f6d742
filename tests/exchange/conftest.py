from tests.careers.conftest import nurses, placed  # noqa: F401 - layers that tests here begin with
