"""What does `import pipir` offer?"""

__version__ = "0.1.0"
