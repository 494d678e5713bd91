from wsgiref.util import setup_testing_defaults

from perfeval.wsgi import application


def test_the_entry_of_the_server_answers():
    environ = {"PATH_INFO": "/health/", "HTTP_HOST": "localhost", "REQUEST_METHOD": "POST"}
    setup_testing_defaults(environ)
    answers = []
    application(environ, lambda status, headers: answers.append(status)).close()
    assert answers == ["405 Method Not Allowed"]
