"""How is pipir used from a terminal?"""
