from django.contrib.staticfiles import finders

from perfeval.static_finder import FILES, BootstrapFinder


def test_bootstrap_comes_from_the_installed_package():
    for name in FILES:
        assert finders.find(f"bootstrap/{name}") is not None


def test_nothing_else_of_the_package_is_served():
    finder = BootstrapFinder()
    assert finder.find("bootstrap/css/bootstrap.css") is None
    assert finder.find("bootstrap/../bootstrap_wrapper/__init__.py") is None
    assert finder.find("css/bootstrap.min.css") is None
    assert [name for name, _ in finder.list(None)] == list(FILES)


def test_a_missing_file_is_an_error(tmp_path):
    finder = BootstrapFinder()
    assert finder.check() == []
    finder.storage.base_location = finder.storage.location = str(tmp_path)
    assert len(finder.check()) == len(FILES)


def test_all_places_of_a_file_are_one():
    finder = BootstrapFinder()
    assert finder.find("bootstrap/css/bootstrap.min.css", find_all=True) == [
        finder.find("bootstrap/css/bootstrap.min.css")
    ]
    assert finder.find("bootstrap/css/bootstrap.css", find_all=True) == []
